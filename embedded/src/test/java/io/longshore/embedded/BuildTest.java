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
import org.junit.jupiter.api.Test;

/** Builds: their streams, settings and containers, as read off Docker 28.5.2. */
class BuildTest extends BuildingTest {
  @Override
  EmbeddedEngine newEngine() {
    return EmbeddedEngine.builder().registry("open.example.com:5000")
        .registry("locked.example.com:5000", "shipper", "quay 7")
        .image("app:1", i -> i.program("app", process -> {
          process.stdout().print("app " + process.arguments() + process.environment().get("V"));
          process.stdout().flush();
          process.files().write("/made-by-app").close();
          return process.arguments().size();
        }).env("X=y"))
        .start();
  }

  @Test
  void theStreamOfABuild() throws IOException {
    assertEquals("""
        Step 1/7 : ARG tag=local
        Step 2/7 : FROM busybox:${tag} AS one
         ---> ID
        Step 3/7 : RUN echo out; echo err >&2
         ---> Running in ID
        out
        \u001b[91merr
        \u001b[0m ---> Removed intermediate container ID
         ---> ID
        aux
        Step 4/7 : FROM one AS two
         ---> ID
        Step 5/7 : ENV A=b   C=d
         ---> ID
        aux
        Step 6/7 : FROM scratch
         ---> \nStep 7/7 : COPY --from=0 /etc/passwd /
         ---> ID
        aux
        [Warning] One or more build-args [q] were not consumed
        Successfully built ID
        Successfully tagged made:latest
        """, makes("buildargs=" + query("{\"q\":\"r\",\"HTTP_PROXY\":\"p\"}"), only("""
        ARG tag=local
        FROM busybox:${tag} AS one
        RUN echo out; echo err >&2
        # A comment.
        FROM one AS two
        ENV A=b \\
          C=d
        FROM scratch
        COPY --from=0 /etc/passwd /
        """)));
    assertEquals(0, containers());
    assertEquals(List.of("-644 0 passwd = root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n"),
        files());
  }

  @Test
  void instructionsBecomeTheConfig() throws IOException {
    makes("labels=" + query("{\"l m\":\"$x \\\"y\\\"\",\"a\":\"b\"}"), only(FROM + """
        ARG g=x h
        ENV A=$g B="a b" C=${Z:-q}${g:+p}${Z+s}${Q-t}${Z:+n} D=\\$A E='$A' F="${g}\\"'" G=a\\ b
        ENV old a  b
        LABEL a=c "d e"='f g'
        MAINTAINER me <x>
        WORKDIR /w/../v
        WORKDIR $g
        EXPOSE 80 90/udp ${P:-100-101}
        USER 1:1
        STOPSIGNAL SIGINT
        VOLUME /v1 $A
        SHELL ["/bin/sh", "-ec"]
        RUN ["echo", "$A"]
        RUN true
        CMD echo hi
        ENTRYPOINT ["a", "$A"]
        HEALTHCHECK --interval=5s CMD true
        ONBUILD RUN x
        """));
    assertEquals("['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin','A=x','B=a b','C=qpt','D=$A',"
        + "'E=$A','F=x\\''','G=a b','old=a  b']", config("Env"));
    assertEquals("{'a':'b','d e':'f g','l m':'$x \\'y\\''}", config("Labels"));
    assertEquals("'me <x>'", config("Author").replace("\\u003c", "<").replace("\\u003e", ">"));
    assertEquals("'/v/x'", config("WorkingDir"));
    assertEquals("{'100/tcp':{},'101/tcp':{},'80/tcp':{},'90/udp':{}}", config("ExposedPorts"));
    assertEquals("'1:1'", config("User"));
    assertEquals("'SIGINT'", config("StopSignal"));
    assertEquals("{'/v1':{},'x':{}}", config("Volumes"));
    assertEquals("['/bin/sh','-ec']", config("Shell"));
    assertEquals("['/bin/sh','-ec','echo hi']", config("Cmd"));
    assertEquals("['a','$A']", config("Entrypoint"));
    assertEquals("{'Test':['CMD-SHELL','true'],'Interval':5000000000}", config("Healthcheck"));
    assertEquals("['RUN x']", config("OnBuild"));
    assertEquals(
        List.of("/bin/sh -ec #(nop)  LABEL l m=$x 'y'", "/bin/sh -ec #(nop)  LABEL a=b",
            "/bin/sh -ec #(nop)  ONBUILD RUN x",
            "/bin/sh -ec #(nop)  HEALTHCHECK --interval=5s CMD true", "/bin/sh -ec #(nop)  ENTRYPOINT ['a' '$A']",
            "/bin/sh -ec #(nop)  CMD ['/bin/sh' '-ec' 'echo hi']", "|1 g=x /bin/sh -ec true", "|1 g=x echo $A",
            "/bin/sh -ec #(nop)  SHELL [/bin/sh -ec]", "/bin/sh -c #(nop)  VOLUME [/v1 x]",
            "/bin/sh -c #(nop)  STOPSIGNAL SIGINT", "/bin/sh -c #(nop)  USER 1:1",
            "/bin/sh -c #(nop)  EXPOSE 100-101 80 90/udp", "/bin/sh -c #(nop) WORKDIR /v/x",
            "/bin/sh -c #(nop) WORKDIR /v", "/bin/sh -c #(nop)  MAINTAINER me <x>",
            "/bin/sh -c #(nop)  LABEL a=c d e=f g", "/bin/sh -c #(nop)  ENV old=a  b"),
        history().subList(0, 18));
    assertEquals("/bin/sh -c #(nop)  ARG g=x h", history().get(19));
    assertEquals("", history().get(20));
  }

  @Test
  void anEntryPointTakesTheCommandOfItsBase() throws IOException {
    makes(only(FROM + "ENTRYPOINT [\"e\"]\n"));
    assertEquals("", config("Cmd"));
    makes(only(FROM + "CMD [\"c\"]\nENTRYPOINT e\n"));
    assertEquals("['c']", config("Cmd"));
    makes(only("FROM made\nENTRYPOINT []\n"));
    assertEquals(List.of("", ""), List.of(config("Cmd"), config("Entrypoint")));
    makes(only(FROM + "CMD\nENTRYPOINT\n"));
    assertEquals(List.of("", ""), List.of(config("Cmd"), config("Entrypoint")));
    makes(only(FROM + "CMD []\n"));
    assertEquals("", config("Cmd"));
  }

  @Test
  void programsRunAndTheirFilesStay() throws IOException {
    String texts = makes("buildargs=" + query("{\"V\":\"w\"}"), only("FROM app:1\nARG V=x\nRUN [\"app\"]\nENV V=z\n"));
    assertTrue(texts.contains("Running in ID\napp []w"), texts);
    String files = String.join("\n", files());
    assertTrue(files.contains("-644 0 made-by-app = "), files);
    assertFalse(files.contains(".dockerenv") || files.contains("etc/hosts"), files);
    assertEquals("['X=y','PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin','V=z']", config("Env"));
    RawClient.Answer failed = build("", only("FROM app:1\nRUN [\"app\", \"1\", \"2\"]\n"));
    assertTrue(
        failed.body()
            .contains("\"errorDetail\":{\"code\":2,\"message\":\"The command 'app 1 2' returned a non-zero code: 2\"}"),
        failed.body());
    assertEquals(1, containers());
    build("forcerm=1", only("FROM app:1\nRUN [\"app\", \"1\", \"2\"]\n"));
    assertEquals(1, containers());
    makes("rm=0", only("FROM app:1\nRUN [\"app\"]\n"));
    assertEquals(2, containers());
  }

  @Test
  void aContainerOfTheImageRuns() throws IOException {
    makes(new Archives()
        .file("Dockerfile", FROM + "WORKDIR /w\nCOPY a .\nENV A=b\nUSER 7\nCMD id -u; pwd; echo $A; cat a\n")
        .file("a", "here\n").bytes());
    call("POST", "/v1.51/containers/create?name=web", "{\"Image\":\"made\",\"Tty\":true}");
    expect(204, "POST", "/v1.51/containers/web/start");
    assertEquals("0", await("web"));
    assertEquals("7\r\n/w\r\nb\r\nhere\r\n", call("GET", "/v1.51/containers/web/logs?stdout=1").body());
  }

  @Test
  void triggersRunInTheNextBuild() throws IOException {
    makes(only(FROM + "ONBUILD ENV q=r\nONBUILD COPY a /a\n"));
    String texts = makes(new Archives().file("Dockerfile", "FROM made\nRUN cat /a; echo $q\n").file("a", "A").bytes());
    assertTrue(texts.startsWith("Step 1/2 : FROM made\n# Executing 2 build triggers\nStep 2/2"), texts);
    assertTrue(texts.contains("Ar\n"), texts);
    assertEquals("", config("OnBuild"));
    makes(only(FROM + "ONBUILD NONSENSE\n"));
    assertTrue(build("", only("FROM made\n")).body().contains("unknown instruction: NONSENSE"));
  }

  @Test
  void aTargetEndsTheBuild() throws IOException {
    String texts = makes("target=TWO", only(FROM + "FROM scratch AS two\nENV a=b\nFROM busybox:local\nRUN exit 1\n"));
    assertTrue(texts.startsWith("Step 1/3 : FROM busybox:local\n ---> ID\naux\nStep 2/3 : FROM scratch AS two"), texts);
    assertEquals("['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin','a=b']", config("Env"));
  }

  @Test
  void quietlyOnlyTheIdIsSent() throws IOException {
    RawClient.Answer answer = build("q=1", only(FROM + "ENV a=b\n"));
    assertTrue(answer.body().matches("\\{\"stream\":\"sha256:[0-9a-f]{64}\\\\n\"}\\s+"), answer.body());
    assertTrue(texts(build("q=1", only(FROM + "RUN echo a; exit 3\n"))).matches("(?s)Step 1/2.*a\nerror: .*code: 3"));
  }

  @Test
  void missingBasesArePulled() throws IOException {
    call("POST", "/v1.51/images/busybox:local/tag?repo=open.example.com:5000/base&tag=1");
    call("POST", "/v1.51/images/busybox:local/tag?repo=locked.example.com:5000/base&tag=1");
    String login = Base64.getUrlEncoder().encodeToString(
        "{\"username\":\"shipper\",\"password\":\"quay 7\"}".getBytes(StandardCharsets.UTF_8));
    String logins = Base64.getUrlEncoder().encodeToString(
        "{\"locked.example.com:5000\":{\"username\":\"shipper\",\"password\":\"quay 7\"}}"
            .getBytes(StandardCharsets.UTF_8));
    for (String registry : List.of("open", "locked")) {
      try (RawClient client = new RawClient(engine.host())) {
        client.send("POST", "/v1.51/images/" + registry + ".example.com:5000/base/push?tag=1", "",
            "X-Registry-Auth: " + login + "\r\n");
        client.readAnswer("POST");
      }
      expect(200, "DELETE", "/v1.51/images/" + registry + ".example.com:5000/base:1");
    }
    String open = build("", only("FROM open.example.com:5000/base:1\n")).body();
    assertTrue(open.contains("Downloaded newer image for open.example.com:5000/base:1"), open);
    byte[] locked = only("FROM locked.example.com:5000/base:1\n");
    String refused = build("", locked, "X-Registry-Config: nonsense\r\n").body();
    assertTrue(refused.contains("no basic auth credentials"), refused);
    String pulled = build("", locked, "X-Registry-Config: " + logins + "\r\n").body();
    assertTrue(pulled.contains("Successfully built"), pulled);
    assertTrue(build("pull=1", only(FROM)).body().contains("Image is up to date for busybox:local"));
    String missing = texts(build("", only("FROM nonesuch\n")));
    assertTrue(missing.contains("error: pull access denied for nonesuch"), missing);
  }

  @Test
  void compressedContexts() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(only(FROM));
    }
    makes(packed.toByteArray());
    RawClient.Answer xz = build("", new byte[] {(byte) 0xfd, '7', 'z', 'X', 'Z', 0, 0});
    assertEquals(501, xz.status());
    assertTrue(xz.body().contains("the embedded engine does not unpack xz; compress with gzip or bzip2"), xz.body());
  }

  @Test
  void aClientThatGoesAwayEndsItsBuild() throws Exception {
    for (String query : List.of("", "q=1", "rm=0")) {
      try (RawClient client = new RawClient(engine.host())) {
        sendBuild(client, query, only(FROM + "RUN echo; sleep 1000\n"), "");
        while (containers() == 0) {
          Thread.sleep(10);
        }
      }
      while (containers() > 0) {
        Thread.sleep(10);
      }
    }
  }

  @Test
  void pruningFindsNoCache() throws IOException {
    RawClient.Answer pruned = call("POST", "/v1.51/build/prune?all=1&keep-storage=5&filters="
        + query("{\"until\":[\"24h\"],\"id\":[\"x\"]}"));
    assertEquals("{\"CachesDeleted\":null,\"SpaceReclaimed\":0}\n", pruned.body());
    expect(400, "failed to prune build cache: invalid filter 'nope'", "POST",
        "/v1.51/build/prune?filters=" + query("{\"nope\":[\"x\"]}"), "");
    expect(400, "invalid filter", "POST", "/v1.51/build/prune?filters=x", "");
    expect(400, "reserved-space is in bytes and expects an integer, got x", "POST",
        "/v1.51/build/prune?reserved-space=x", "");
  }
}
