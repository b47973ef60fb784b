package io.longshore.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;

/** Archives of containers' files; statuses and words as read off Docker 28.5.2. */
class ArchiveTest extends EngineTest {
  private static final String C = "/v1.51/containers/";

  @Override
  EmbeddedEngine newEngine() {
    return EmbeddedEngine.builder()
        .image(
            "busybox:local",
            image -> image.toolbox().command("sh").file("/opt/a/motd", "hello\n").file("/opt/b", new byte[0]))
        .start();
  }

  private byte[] get(String target) throws IOException {
    RawClient.Answer answer = call("GET", C + target);
    assertEquals(200, answer.status(), answer.body());
    return answer.body().getBytes(StandardCharsets.ISO_8859_1);
  }

  private RawClient.Answer put(String target, byte[] archive) throws IOException {
    try (RawClient client = new RawClient(engine.host())) {
      client.write("PUT " + C + target + " HTTP/1.1\r\nHost: x\r\nContent-Length: " + archive.length + "\r\n\r\n");
      client.write(archive);
      return client.readAnswer("PUT");
    }
  }

  private void puts(int status, String words, String target, byte[] archive) throws IOException {
    RawClient.Answer answer = put(target, archive);
    assertEquals(status, answer.status(), () -> target + ": " + answer.body());
    assertEquals(words, answer.body().replaceAll("^\\{\"message\":\"|\"}\n?$", "").replace("\\\"", "'"));
  }

  private String script(String script) throws IOException {
    String name = "s" + System.nanoTime();
    run(name, "\"Tty\":true", "sh", "-c", script);
    await(name);
    String output = call("GET", C + name + "/logs?stdout=1").body().replace("\r", "");
    expect(204, "DELETE", C + name);
    return output;
  }

  private String exec(String script) throws IOException {
    String id = call("POST", C + "web/exec", config("\"Tty\":true,\"AttachStdout\":true", "sh", "-c", script))
        .field("Id");
    try (RawClient client = new RawClient(engine.host())) {
      client.send("POST", "/v1.51/exec/" + id + "/start", "{\"Tty\":true}", "");
      client.readHead();
      return client.readToEnd().replace("\r", "");
    }
  }

  private void startWeb(String script) throws IOException {
    run("web", "", "sh", "-c", script + "; echo ready; sleep 100");
    try (RawClient logs = new RawClient(engine.host())) {
      logs.send("GET", C + "web/logs?stdout=1&follow=1", "", "");
      logs.readHead();
      assertTrue(logs.readChunk().endsWith("ready\n"));
    }
  }

  private static String stat(RawClient.Answer answer) {
    return new String(Base64.getDecoder().decode(answer.header("X-Docker-Container-Path-Stat")), StandardCharsets.UTF_8)
        .replace('"', '\'');
  }

  @Test
  void whatAnImageHasIsPacked() throws IOException {
    create("web", "", "sh");
    assertEquals(List.of("-644 0 motd = hello\n"), Archives.lines(get("web/archive?path=/opt/a/motd")));
    assertEquals(
        List.of("d755 0 opt/", "d755 0 opt/a/", "-644 0 opt/a/motd = hello\n", "-644 0 opt/b = "),
        Archives.lines(get("web/archive?path=opt")));
    assertEquals(List.of("d1777 0 tmp/"), Archives.lines(get("web/archive?path=/tmp/")));
    assertTrue(Archives.lines(get("web/archive?path=/bin/sh")).contains("l777 0 sh -> busybox"));
    assertTrue(
        Archives.lines(get("web/archive?path=/etc/hostname")).get(0).matches("-644 0 hostname = [0-9a-f]{12}\n"));
  }

  @Test
  void thePathDecidesTheName() throws IOException {
    startWeb(
        "mkdir -p /d/e; echo hi >/d/f; ln -s f /d/l; ln -s /d /ld; ln -s .. /d/up; ln /d/f /d/hard; chmod 4755 /d/f");
    String below = "%1$se/,-4755 0 %1$sf = hi\n,h4755 0 %1$shard -> %1$sf,l777 0 %1$sl -> f,l777 0 %1$sup -> ..";
    String[][] expected = {
        {"/d", "d755 0 d/,d755 0 " + String.format(below, "d/")},
        {"/d/", "d755 0 d/,d755 0 " + String.format(below, "d/")},
        {"/d/.", "d755 0 ./,d755 0 " + String.format(below, "./")},
        {"/ld", "l777 0 ld -> /d"},
        {"/ld/", "d755 0 ld/,d755 0 " + String.format(below, "ld/")},
        {"/ld/.", "d755 0 ./,d755 0 " + String.format(below, "./")},
        {"../d/./f", "-4755 0 f = hi\n"},
        {"/d/hard", "-4755 0 hard = hi\n"},
        {"/ld/l", "l777 0 l -> f"},
    };
    for (String[] each : expected) {
      assertEquals(each[1], String.join(",", Archives.lines(get("web/archive?path=" + each[0]))), each[0]);
    }
    assertEquals("d755 0 /", Archives.lines(get("web/archive?path=/d/..")).get(0));
    assertTrue(Archives.lines(get("web/archive?path=/")).contains("d1777 0 /tmp/"));
    assertTrue(Archives.lines(get("web/archive?path=.")).contains("d1777 0 ./tmp/"));
  }

  @Test
  void aPathsStatIsInAHeader() throws IOException {
    startWeb("echo hi >/tmp/f; touch -d @1600000000 /tmp/f; chmod 4755 /tmp/f; ln -s f /tmp/l; ln -s nope/x /tmp/dang");
    RawClient.Answer head = call("HEAD", C + "web/archive?path=/tmp/f");
    assertEquals(200, head.status());
    assertEquals("{'name':'f','size':3,'mode':8389101,'mtime':'2020-09-13T12:26:40Z','linkTarget':''}", stat(head));
    RawClient.Answer got = call("GET", C + "web/archive?path=/tmp/f");
    assertEquals(stat(head), stat(got));
    assertEquals("application/x-tar", got.header("Content-Type"));
    String link = stat(call("HEAD", C + "web/archive?path=/tmp/l"));
    assertTrue(link.startsWith("{'name':'l','size':1,'mode':134218239,'mtime':"), link);
    assertTrue(link.endsWith(",'linkTarget':'/tmp/f'}"), link);
    assertTrue(stat(call("HEAD", C + "web/archive?path=/tmp/dang")).endsWith("'linkTarget':'/tmp/nope/x'}"));
    String folder = stat(call("HEAD", C + "web/archive?path=/tmp/."));
    assertTrue(folder.startsWith("{'name':'.','size':4096,'mode':2148532735,'mtime':"), folder);
  }

  @Test
  void whatCannotBePacked() throws IOException {
    startWeb("ln -s loop2 /loop1; ln -s loop1 /loop2; echo >/f");
    String[][] refused = {
        {"400", "", "bad parameter: pathcannot be empty"},
        {"404", "/nope", "Could not find the file /nope in container web"},
        {"404", "nope/", "Could not find the file nope/ in container web"},
        {"404", "/dev/null", "Could not find the file /dev/null in container web"},
        {"500", "/f/", "lstat /f/: not a directory"},
        {"500", "/f/.", "lstat /f/.: not a directory"},
        {"500", "f/x", "lstat /f/x: not a directory"},
        {"500", "/loop1", "evalSymlinksInScope: too many links in /loop1"},
        {"500", "/loop1/x", "lstat /loop1/x: too many levels of symbolic links"},
    };
    for (String[] each : refused) {
      expect(Integer.parseInt(each[0]), each[2], "GET", C + "web/archive?path=" + each[1], "");
      assertEquals(each[0], String.valueOf(call("HEAD", C + "web/archive?path=" + each[1]).status()), each[1]);
    }
    for (String method : List.of("GET", "PUT")) {
      expect(404, "No such container: nope", method, C + "nope/archive?path=/", "");
      expect(400, "bad parameter: pathcannot be empty", method, C + "nope/archive", "");
    }
    expect(404, "No such container: nope", "GET", C + "nope/export", "");
    expect(404, "No such container: nope", "GET", C + "nope/changes", "");
  }

  @Test
  void anArchiveGoesInAndComesOut() throws IOException {
    create("web", "", "sh");
    byte[] archive = new Archives()
        .folder("x/", 0700)
        .add("x/f", TarConstants.LF_NORMAL, 04640, 1000, "", "content")
        .link("x/l", "../a")
        .hardLink("x/z", "x/f")
        .file("deep/er/file", "y".repeat(200_000))
        .file("n".repeat(150) + "\u00e9", "long")
        .bytes();
    puts(200, "", "web/archive?path=/opt/b/..", archive);
    // The link's entry speaks for the file that both names have.
    assertEquals(
        List.of("d700 0 x/", "-644 0 x/f = content", "l777 0 x/l -> ../a", "h644 0 x/z -> x/f"),
        Archives.lines(get("web/archive?path=/opt/x")));
    assertEquals("-644 0 file = " + "y".repeat(200_000),
        Archives.lines(get("web/archive?path=/opt/deep/er/file")).get(0));
    assertTrue(
        Archives.lines(get("web/archive?path=/opt")).contains("-644 0 opt/" + "n".repeat(150) + "\u00e9 = long"));
    assertTrue(stat(call("HEAD", C + "web/archive?path=/opt/x")).contains("'mtime':'2020-09-13T12:26:40Z'"));
    expect(204, "POST", C + "web/start");
    await("web");
    puts(200, "", "web/archive?path=/opt", new Archives().file("late", "stopped").bytes());
    assertEquals(List.of("-644 0 late = stopped"), Archives.lines(get("web/archive?path=/opt/late")));
  }

  @Test
  void compressedArchives() throws IOException {
    create("web", "", "sh");
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(new Archives().file("zipped", "in").bytes());
    }
    puts(200, "", "web/archive?path=/tmp", packed.toByteArray());
    assertEquals(List.of("-644 0 zipped = in"), Archives.lines(get("web/archive?path=/tmp/zipped")));
    puts(500, "unexpected EOF", "web/archive?path=/tmp", java.util.Arrays.copyOf(packed.toByteArray(), 60));
    try (RawClient client = new RawClient(engine.host())) {
      client.send("GET", C + "web/archive?path=/tmp", "", "Accept-Encoding: gzip\r\n");
      RawClient.Answer answer = client.readAnswer("GET");
      assertEquals("gzip", answer.header("Content-Encoding"));
      var bytes = new java.io.ByteArrayInputStream(answer.body().getBytes(StandardCharsets.ISO_8859_1));
      assertEquals(
          List.of("d1777 0 tmp/", "-644 0 tmp/zipped = in"),
          Archives.lines(new java.util.zip.GZIPInputStream(bytes).readAllBytes()));
    }
  }

  @Test
  void whereNothingCanBeUnpacked() throws IOException {
    startWeb("echo >/f; ln -s nope /dang");
    byte[] archive = new Archives().file("a", "a").bytes();
    puts(404, "Could not find the file /nope in container web", "web/archive?path=/nope", archive);
    puts(404, "Could not find the file /dang in container web", "web/archive?path=/dang", archive);
    puts(400, "extraction point is not a directory", "web/archive?path=/f", archive);
    puts(500, "lstat /f/: not a directory", "web/archive?path=/f/", archive);
    create("fixed", "\"HostConfig\":{\"ReadonlyRootfs\":true}", "sh");
    puts(400, "container rootfs is marked read-only", "fixed/archive?path=/", archive);
  }

  @Test
  void whatIsNoArchive() throws IOException {
    create("web", "", "sh");
    String target = "web/archive?path=/tmp";
    byte[] whole = new Archives().file("a", "x".repeat(1000)).bytes();
    puts(200, "", target, new byte[0]);
    puts(500, "unexpected EOF", target, new byte[50]);
    puts(500, "archive/tar: invalid tar header", target, "x".repeat(5000).getBytes(StandardCharsets.UTF_8));
    puts(500, "unexpected EOF", target, java.util.Arrays.copyOf(whole, 1000));
    puts(200, "", target, java.util.Arrays.copyOf(whole, 512 + 1024));
    puts(500, "invalid entry name '../a'", target, new Archives().file("../a", "").bytes());
    puts(500, "invalid entry name 'q/../../a'", target, new Archives().file("q/../../a", "").bytes());
    String outside = "../../etc/passwd";
    puts(500, "invalid hardlink target '" + outside + "'", target, new Archives().hardLink("h", outside).bytes());
    puts(404, "Could not find the file /tmp in container web", target, new Archives().hardLink("h", "nope").bytes());
    puts(500, "operation not permitted", target, new Archives().add("n", TarConstants.LF_CHR, 0666, 0, "", "").bytes());
    puts(200, "", target, new Archives().file("/abs", "in tmp").bytes());
    puts(200, "", target, new Archives().link("out", "../../../x").bytes());
    assertEquals(List.of("-644 0 abs = in tmp"), Archives.lines(get("web/archive?path=/tmp/abs")));
  }

  @Test
  void whatIsInTheWay() throws IOException {
    startWeb("cd /tmp; mkdir -p dir/kept; echo >file; ln -s dir ldir; ln -s file lfile");
    String strict = "web/archive?noOverwriteDirNonDir=1&path=/tmp";
    String inTheWay = "cannot overwrite directory 'dir' with non-directory '/tmp'";
    puts(500, inTheWay, strict, new Archives().file("dir", "").bytes());
    puts(500, inTheWay, strict, new Archives().link("dir", "x").bytes());
    inTheWay = "cannot overwrite non-directory 'file' with directory '/tmp'";
    puts(500, inTheWay, strict, new Archives().folder("file/", 0755).bytes());
    puts(500, "openat file/new: not a directory", strict, new Archives().file("file/new", "").bytes());
    puts(200, "", strict,
        new Archives().folder("dir/", 0711).file("ldir/via", "link").file("lfile", "no link").bytes());
    String seen = exec("cd /tmp; echo $(ls dir); stat -c %a dir; stat -c %F lfile; wc -w <file");
    assertEquals("kept via\n711\nregular file\n0\n", seen);
    puts(200, "", "web/archive?path=/tmp", new Archives().file("dir", "now a file").folder("file/", 0700).bytes());
    assertEquals("now a file\ndirectory\n", exec("cat /tmp/dir; echo; stat -c %F /tmp/file"));
    puts(200, "", "web/archive?path=/tmp/file", new Archives().folder("./", 0711).file("./z", "z").bytes());
    assertEquals("700\nz\n", exec("stat -c %a /tmp/file; cd /tmp/file; ls"));
  }

  @Test
  void owners() throws IOException {
    byte[] archive = new Archives().add("f", TarConstants.LF_NORMAL, 0600, 1000, "", "").bytes();
    String[][] expected = {{"", "1000:1000"}, {"nobody", "65534:65534"}, {"7:8", "7:8"}, {"7", "7:0"}};
    for (String[] each : expected) {
      create("web", "\"User\":\"" + each[0] + "\"", "stat", "-c", "%u:%g", "/tmp/f", "/tmp/g");
      puts(200, "", "web/archive?path=/tmp&copyUIDGID=1", archive);
      expect(204, "POST", C + "web/start");
      await("web");
      assertTrue(call("GET", C + "web/logs?stdout=1").body().endsWith(each[1] + "\n"), each[0]);
      expect(204, "DELETE", C + "web");
    }
    create("web", "\"User\":\"nope\"", "sh");
    puts(200, "", "web/archive?path=/tmp", archive);
    String words = "failed to look up user 'nope' in container: no matching entries in passwd file";
    puts(400, words, "web/archive?path=/tmp&copyUIDGID=1", archive);
  }

  @Test
  void aRefusalComesBeforeTheBodysEnd() throws IOException {
    create("web", "", "sh");
    for (String target : List.of("nope/archive?path=/", "web/archive?path=/nope")) {
      try (RawClient client = new RawClient(engine.host())) {
        client.write("PUT " + C + target + " HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000\r\n\r\nxxx");
        RawClient.Answer answer = client.readAnswer("PUT");
        assertEquals(404, answer.status());
        assertEquals("close", answer.header("Connection"));
      }
    }
  }

  @Test
  void aFullDisk() throws IOException {
    startWeb("truncate -s 200m /tmp/big");
    puts(500, "write /tmp/a: no space left on device", "web/archive?path=/tmp", large(60));
    assertEquals("sh: 1\n", exec("head -c 100m /dev/zero >/tmp/b 2>/dev/null; echo sh: $?"));
    assertEquals(
        "dd: error writing '/tmp/c': No space left on device\n1\n",
        exec("rm /tmp/a /tmp/b; dd if=/dev/zero of=/tmp/c bs=1M status=none; echo $?"));
    puts(200, "", "web/archive?path=/tmp", new Archives().file("c", "small").bytes());
    assertEquals("head: write error: No space left on device\n", script("head -c 300m /dev/zero >/tmp/b"));
  }

  private static byte[] large(int megabytes) throws IOException {
    return new Archives().file("a", "x".repeat(megabytes << 20)).bytes();
  }

  @Test
  void containersOfOneImageDoNotMeet() throws IOException {
    assertEquals("hello\nmore\n", script("echo more >>/opt/a/motd; rm /opt/b; cat /opt/a/motd"));
    assertEquals("hello\n/opt/b\n", script("cat /opt/a/motd; ls /opt/b"));
  }

  @Test
  void exportHasEverything() throws IOException {
    run("web", "", "sh", "-c", "echo hi >/tmp/f; rm -r /opt/a");
    await("web");
    RawClient.Answer answer = call("GET", C + "web/export");
    assertEquals("application/octet-stream", answer.header("Content-Type"));
    List<String> lines = Archives.lines(answer.body().getBytes(StandardCharsets.ISO_8859_1));
    assertTrue(
        lines.containsAll(List.of("-755 0 .dockerenv = ", "d1777 0 tmp/", "-644 0 tmp/f = hi\n", "d755 0 opt/")));
    assertFalse(lines.toString().contains("motd"), lines::toString);
  }

  @Test
  void changes() throws IOException {
    create("web", "", "sh");
    assertEquals("null\n", call("GET", C + "web/changes").body());
    run("busy", "\"WorkingDir\":\"/w/d\"", "sh", "-c",
        "mkdir /n; touch /n/a; rm /bin/wc /opt/b; echo x >>/etc/passwd; chmod 700 /root; rm /etc/group; mkdir /etc/group;"
            + " touch /etc/group/y; mv /bin/yes /tmp/yes; mkdir /rr; rmdir /rr; ln -sf nowhere /bin/sh; echo q >>/etc/hosts;"
            + " touch /opt/a/new; rm -r /var; cat /opt/a/motd; mkdir /home/x; rmdir /home/x");
    await("busy");
    String expected = "0/bin 0/bin/sh 2/bin/wc 2/bin/yes 0/etc 0/etc/group 1/etc/group/y 0/etc/passwd 0/home 1/n 1/n/a 0/opt 0/opt/a"
        + " 1/opt/a/new 2/opt/b 0/root 0/tmp 1/tmp/yes 2/var 1/w 1/w/d";
    String found = call("GET", C + "busy/changes").body();
    assertEquals(
        expected,
        found.replaceAll("\\{\"Path\":\"([^\"]*)\",\"Kind\":(\\d)},?", "$2$1 ").replaceAll("[\\[\\]\n]", "").strip());
  }

  @Test
  void anImportedArchiveIsTheImagesTree() throws IOException {
    byte[] archive = new Archives().folder("data/", 0750).file("data/f", "imported").bytes();
    try (RawClient client = new RawClient(engine.host())) {
      String head = "POST /v1.51/images/create?fromSrc=-&repo=mine HTTP/1.1\r\nHost: x\r\nContent-Length: ";
      client.write(head + archive.length + "\r\n\r\n");
      client.write(archive);
      assertEquals(200, client.readAnswer("POST").status());
    }
    String body = config("\"WorkingDir\":\"/q/r\"", "cat", "/data/f").replace("busybox:local", "mine");
    assertEquals(201, call("POST", C + "create?name=web", body).status());
    List<String> lines = Archives.lines(get("web/export"));
    assertTrue(lines.containsAll(List.of("d750 0 data/", "-644 0 data/f = imported", "d755 0 q/r/", "d755 0 proc/")));
    assertFalse(lines.toString().contains("busybox"), lines::toString);
    expect(204, "POST", C + "web/start");
    await("web");
    assertTrue(call("GET", C + "web/logs?stdout=1").body().endsWith("imported"));
    expect(500, "archive/tar: invalid tar header", "POST", "/v1.51/images/create?fromSrc=-", "x".repeat(5000));
  }
}
