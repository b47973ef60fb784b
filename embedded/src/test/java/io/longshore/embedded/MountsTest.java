package io.longshore.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Volumes, memory and directories of the host; statuses and words as read off Docker 28.5.2. */
class MountsTest extends EngineTest {
  private static final String C = "/v1.51/containers/";

  @TempDir
  Path host;

  private String said(String more, String script) throws IOException {
    run("web", more + ",\"Tty\":true", "sh", "-c", script);
    await("web");
    String output = call("GET", C + "web/logs?stdout=1").body().replace("\r", "");
    expect(204, "DELETE", C + "web?v=1");
    return output.strip();
  }

  private static String host(String settings) {
    return "\"HostConfig\":{" + settings + "}";
  }

  private static String binds(Object... binds) {
    StringBuilder all = new StringBuilder();
    for (Object bind : binds) {
      all.append(all.isEmpty() ? "" : ",").append('"').append(bind).append('"');
    }
    return host("\"Binds\":[" + all + "]");
  }

  private static String mount(String mount) {
    return host("\"Mounts\":[{" + mount + "}]");
  }

  @Test
  void everythingCanBeDoneToAHostsFiles() throws IOException {
    Files.writeString(host.resolve("f"), "12345");
    assertEquals(
        "1234\ndir f g l n\n100\n1 2\n600\n5",
        said(
            binds(host + ":/srv"),
            "cd /srv; mkdir dir; ln -s f l; ln f n; truncate -s 4 f; cat l; echo; echo 5 > dir/x; mv dir/x g; echo $(ls);"
                + " truncate -s 100 f; stat -c %s n; chown 1:2 g; stat -c '%u %g' g; chmod 600 g; stat -c %a g;"
                + " touch -d @5 g; stat -c %Y g"));
    assertEquals(100, Files.size(host.resolve("f")));
    assertEquals(5, Files.getLastModifiedTime(host.resolve("g")).toInstant().getEpochSecond());
    assertEquals("", said(binds(host + ":/srv"), "cd /srv; rm -r dir f g l n; ls"));
  }

  @Test
  void theHostsErrorsAreTheKernels() throws IOException {
    Files.createDirectories(host.resolve("d/e"));
    Files.writeString(host.resolve("f"), "");
    assertEquals(
        "rmdir: 'd': Directory not empty\nmkdir: can't create directory 'd': File exists\n"
            + "sh: can't create d: Is a directory\nls: f/: Not a directory\ncat: can't open 'x': No such file or directory\n"
            + "mv: can't rename 'd': Invalid argument",
        said(
            binds(host + ":/srv"),
            "cd /srv; rmdir d; mkdir d; echo > d; ls f/; cat x; mv d d/e/d"));
  }

  @Test
  void nothingOutsideIsReached() throws IOException {
    Path outside = Files.writeString(host.resolve("secret"), "hidden");
    Path inside = Files.createDirectory(host.resolve("inside"));
    Files.createSymbolicLink(inside.resolve("up"), Path.of("../secret"));
    Files.createSymbolicLink(inside.resolve("top"), outside);
    assertEquals(
        "cat: can't open '/srv/up': No such file or directory\ncat: can't open '/srv/top': No such file or directory\n"
            + "cat: can't open '/srv/../secret': No such file or directory",
        said(binds(inside + ":/srv"), "for f in up top ../secret; do cat /srv/$f; done; echo x > /srv/up"));
    assertEquals("hidden", Files.readString(outside));
    create("web", binds(inside + ":/srv"), "true");
    expect(404, "GET", C + "web/archive?path=/srv/up/.");
    assertTrue(call("GET", C + "web/archive?path=/srv/up").body().contains("../secret"));
  }

  @Test
  void pipesAndDevicesOfTheHostAreNotOpened() throws IOException {
    assertEquals(
        "cat: can't open '/dev/x': Operation not permitted", said(binds("/dev/null:/dev/x"), "cat /dev/x"));
  }

  @Test
  void aMountNeedsASourceAndAPlaceOfItsKind() throws IOException {
    Path missing = host.resolve("missing");
    String body = config(mount("\"Type\":\"bind\",\"Source\":\"" + missing + "\",\"Target\":\"/srv\""), "true");
    expect(400, "bind source path does not exist: " + missing, "POST", C + "create", body);
    create("web", binds(host + ":/etc/passwd"), "true");
    expect(400, "not a directory: Are you trying to mount a directory onto a file", "POST", C + "web/start", "");
    assertEquals("127", state("web", "ExitCode"));
    expect(204, "DELETE", C + "web");
    assertEquals("", said(binds(missing + ":/srv"), "ls /srv"));
    assertTrue(Files.isDirectory(missing, LinkOption.NOFOLLOW_LINKS));
    expect(501, "does not mount images", "POST", C + "create",
        config(mount("\"Type\":\"image\",\"Source\":\"busybox:local\",\"Target\":\"/x\""), "true"));
    expect(500, "cannot mount volume over existing file", "POST", C + "create",
        config("\"Volumes\":{\"/etc/passwd\":{}}", "true"));
  }

  @Test
  void memoryHasTheSizeAndModeThatWereAskedFor() throws IOException {
    assertEquals("700 0\nfull",
        said(host("\"Tmpfs\":{\"/t\":\"size=1k,mode=700,noexec\"}"),
            "stat -c '%a %u' /t; seq 1 1000 > /t/f; [ $(stat -c %s /t/f) -le 1024 ] && echo full"));
    assertEquals("1770",
        said(mount("\"Type\":\"tmpfs\",\"Target\":\"/t\",\"TmpfsOptions\":{\"SizeBytes\":4096,\"Mode\":1016}"),
            "stat -c %a /t"));
    assertEquals("5 6\ntouch: /t/f: Read-only file system",
        said(host("\"Tmpfs\":{\"/t\":\"uid=5,gid=6,ro\"}"), "stat -c '%u %g' /t; touch /t/f"));
    create("web", host("\"Tmpfs\":{\"/t\":\"nonsense=1\"}"), "true");
    expect(500, "invalid tmpfs option 'nonsense'", "POST", C + "web/start", "");
    assertEquals("128", state("web", "ExitCode"));
  }

  @Test
  void aPartOfAVolumeCanBeMounted() throws IOException {
    said(binds("data:/v"), "mkdir -p /v/a/b; echo deep > /v/a/b/c; ln -s /a/b /v/link");
    String part = "\"Type\":\"volume\",\"Source\":\"data\",\"Target\":\"/part\",\"VolumeOptions\":{\"Subpath\":\"%s\"}";
    assertEquals("deep", said(mount(part.formatted("a/b")), "cat /part/c"));
    assertEquals("deep", said(mount(part.formatted("link")), "cat /part/c"));
    create("web", mount(part.formatted("nope")), "true");
    expect(500, "no such file or directory", "POST", C + "web/start", "");
  }

  @Test
  void aVolumeCanBeADirectoryOfTheHost() throws IOException {
    String options = "{\"Name\":\"%s\",\"DriverOpts\":{\"type\":\"%s\",\"o\":\"%s\",\"device\":\"%s\"}}";
    call("POST", "/v1.51/volumes/create", options.formatted("ashore", "none", "bind", host));
    said(binds("ashore:/v"), "echo x > /v/f");
    assertEquals("x\n", Files.readString(host.resolve("f")));
    call("POST", "/v1.51/volumes/create", options.formatted("gone", "none", "bind", host.resolve("gone")));
    String gone = config(binds("gone:/v"), "true");
    expect(500, "failed to mount local volume", "POST", C + "create", gone);
    call("POST", "/v1.51/volumes/create", options.formatted("far", "nfs", "addr=127.0.0.1", ":/x"));
    expect(500, "has no file system of type nfs", "POST", C + "create", config(binds("far:/v"), "true"));
    call("POST", "/v1.51/volumes/create", options.formatted("fast", "tmpfs", "", "tmpfs"));
    assertEquals("x", said(binds("fast:/v"), "echo x > /v/f; cat /v/f"));
  }

  @Test
  void filesMoveBetweenMounts() throws IOException {
    assertEquals("1\n2\n3\nx",
        said(
            binds("one:/one", "two:/two"),
            "mkdir /one/d; echo 1 > /one/d/x; ln -s x /one/d/link; echo 2 > /one/f; echo 3 > /two/f;"
                + " mv /one/d /two; cat /two/d/x /one/f /two/f; mv /one/f /two/f; readlink /two/d/link;"
                + " ls /one"));
  }
}
