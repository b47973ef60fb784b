package io.longshore.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;

/** COPY and ADD, and what a .dockerignore excludes: trees as read off Docker 28.5.2. */
class BuildCopyTest extends BuildingTest {
  private static Archives context(String dockerfile) throws IOException {
    return new Archives().file("Dockerfile", dockerfile).file("a", "1").file("a2", "2")
        .add("x/", TarConstants.LF_DIR, 0700, 7, "", "").add("x/1", TarConstants.LF_NORMAL, 04750, 7, "", "4")
        .file("x/d/2", "5").link("x/l", "1").link("x/ld", "d").add("x/h", TarConstants.LF_LINK, 04750, 7, "x/1", "")
        .add("x/p", TarConstants.LF_FIFO, 0600, 7, "", "");
  }

  private void copies(List<String> expected, String... steps) throws IOException {
    makes(context("FROM scratch\n" + String.join("\n", steps) + "\n").bytes());
    assertEquals(String.join("\n", expected), String.join("\n", files()), () -> String.join("; ", steps));
  }

  private static final List<String> X = List.of("-750 0 1 = 4", "d755 0 d/", "-644 0 d/2 = 5", "h750 0 h -> 1",
      "l777 0 l -> 1", "l777 0 ld -> d", "-600 0 p = ");

  private static List<String> x(String at) {
    return X.stream().map(line -> line.replaceFirst("^(\\S+ \\d+ )", "$1" + at)
        .replaceFirst("^(h.* -> )", "$1" + at)).toList();
  }

  @Test
  void singleFiles() throws IOException {
    copies(List.of("-644 0 b = 1"), "COPY a b");
    copies(List.of("d755 0 t/", "-644 0 t/a = 1"), "COPY a /t/");
    copies(List.of("d755 0 w/", "-644 0 w/a = 1", "d755 0 w/b/", "-644 0 w/b/c = 2"), "WORKDIR /w", "COPY a .",
        "COPY a2 b/c");
    copies(List.of("d755 0 k/", "-644 0 k/a = 1", "-644 0 k/a2 = 2"), "COPY a* /k/");
    copies(List.of("d755 0 k/", "-644 0 k/a = 2"), "COPY a2 /k/a", "COPY [\"a2\", \"/q/../k/a\"]");
    copies(List.of("-750 0 l = 4"), "COPY x/l /l");
    copies(List.of("-644 3 b = 1"), "COPY --chown=3:4 a b");
  }

  @Test
  void directories() throws IOException {
    List<String> copied = new java.util.ArrayList<>(List.of("d755 0 y/"));
    copied.addAll(x("y/"));
    copies(copied, "COPY x /y");
    copies(X, "COPY x /");
    copies(List.of("d755 0 z/", "-644 0 z/2 = 5"), "COPY x/ld /z");
    copies(List.of("d755 0 z/", "-750 0 z/1 = 4", "-644 0 z/2 = 5", "-750 0 z/l = 4"), "COPY x/[12l]* /z/");
    copies(List.of("d755 5 o/", "-644 5 o/2 = 5"), "COPY --chown=5 x/d /o");
    copies(List.of("-644 0 2 = 2"), "COPY a2 /2", "COPY a2 2");
  }

  @Test
  void fromOtherImages() throws IOException {
    makes(context("""
        FROM busybox:local AS one
        COPY --chown=5:6 x/d /d
        RUN mkdir /q && echo hi >/q/r && ln -s q /lq
        FROM scratch
        COPY --from=ONE /d /d/
        COPY --from=0 /lq /e
        COPY --chown=7 --from=one /q/r f
        COPY --from=busybox:local /bin/sh /sh
        ENTRYPOINT ["/sh", "-c", "exit 7"]
        """).bytes());
    assertEquals(List.of("d755 0 d/", "-644 5 d/2 = 5", "d755 0 e/", "-644 0 e/r = hi\n", "-644 7 f = hi\n",
        "-755 0 sh = a program of the embedded engine\n"), files());
    call("POST", "/v1.51/containers/create?name=copied", "{\"Image\":\"made\",\"Tty\":true}");
    expect(204, "POST", "/v1.51/containers/copied/start");
    assertEquals("7", await("copied"));
  }

  @Test
  void addUnpacksArchives() throws IOException {
    byte[] inner = new Archives().add("q/", TarConstants.LF_DIR, 0751, 3, "", "").file("q/z", "Z").bytes();
    ByteArrayOutputStream bzip2 = new ByteArrayOutputStream();
    try (BZip2CompressorOutputStream out = new BZip2CompressorOutputStream(bzip2)) {
      out.write(inner);
    }
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
      out.write("no archive".getBytes(StandardCharsets.UTF_8));
    }
    for (byte[] archive : List.of(inner, bzip2.toByteArray())) {
      makes(with(archive, "FROM scratch\nADD --chown=9 in /t\nADD in *file /u/\n"));
      assertEquals(
          List.of("d755 0 t/", "d751 3 t/q/", "-644 0 t/q/z = Z", "d755 0 u/", "-644 0 u/Dockerfile = FROM scratch\n"
              + "ADD --chown=9 in /t\nADD in *file /u/\n", "d751 3 u/q/", "-644 0 u/q/z = Z"),
          files());
      makes(with(archive, "FROM scratch\nCOPY in /t\n"));
      assertEquals(1, files().size());
    }
    makes(with(gzip.toByteArray(), "FROM scratch\nADD in /t/\n"));
    assertTrue(files().get(1).startsWith("-644 0 t/in = "), () -> "not copied");
    RawClient.Answer zstd = build("", with(new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, 0, 0},
        "FROM scratch\n\nADD in /t/\n"));
    assertTrue(texts(zstd).contains("error: line 3 of the Dockerfile: the embedded engine does not unpack zstd;"),
        zstd.body());
  }

  private static byte[] with(byte[] file, String dockerfile) throws IOException {
    return new Archives().file("Dockerfile", dockerfile)
        .add("in", TarConstants.LF_NORMAL, 0644, 0, "", file).bytes();
  }

  /** The client leaves out all else. */
  @Test
  void theDockerfileAndItsIgnoreFileAreExcluded() throws IOException {
    String dockerfile = "FROM scratch\nCOPY . /\n";
    for (String[] each : new String[][] {
        {"Dockerfile\n", ".dockerignore b.md"}, {"*.md\nDocker*\n.d*\n", "b.md"},
        {"*\n!Dockerfile\n", "Dockerfile b.md"},
        {"# Dockerfile\n**/Dockerfile\n", ".dockerignore b.md"}, {"/Docker[e-g]ile\n**\n!b.md", "b.md"},
        {"[\nDockerfile\n", ".dockerignore Dockerfile b.md"}, {"D?ckerfile\n\\.dockerignore", "b.md"},
        {"!Dockerfile\nDockerfile/x\n", ".dockerignore Dockerfile b.md"}}) {
      makes(new Archives().file("Dockerfile", dockerfile).file(".dockerignore", each[0]).file("b.md", "").bytes());
      assertEquals(each[1], String.join(" ", files().stream().map(line -> line.split(" ")[2]).toList()), each[0]);
    }
    makes("dockerfile=d/D",
        new Archives().file("d/D", dockerfile).file("d/e", "").file(".dockerignore", "d\n").bytes());
    assertEquals(List.of(".dockerignore", "d/", "d/e"), files().stream().map(line -> line.split(" ")[2]).toList());
    makes(new Archives().file("dockerfile", dockerfile).bytes());
    assertEquals(1, files().size());
  }

  @Test
  void linesThatContinue() throws IOException {
    String texts = makes(
        only("\ufeff# escape=`\r\n# syntax=x\r\nFROM scratch\r\nENV a=`  \r\n# c\r\n\r\nb` c\r\nLABEL x=y `\n"));
    assertTrue(config("Env").endsWith(",'a=b c']"), config("Env"));
    assertTrue(texts.startsWith("\u001b[91m[WARNING]: Empty continuation line found in: ENV a=b` c\n\u001b[0m"), texts);
  }
}
