package io.longshore.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Programs and files; the words of the toolbox as read off busybox 1.35. */
class FilesTest extends EngineTest {
  private static final String C = "/v1.51/containers/";

  private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

  @Override
  EmbeddedEngine newEngine() {
    return EmbeddedEngine.builder()
        .image(
            "mine",
            image -> image.program("files", this::files).command("files").workingDirectory("/w").file("/w/in", "hi"))
        .image("endless", image -> image.program("fill", this::fill).command("fill"))
        .start();
  }

  private int files(ProcessContext process) throws IOException {
    ContainerFiles files = process.files();
    try (InputStream in = files.read("in")) {
      assertEquals("hi", new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
    files.createFolders("a/b");
    try (OutputStream out = files.write("a/b/out");
        OutputStream more = files.append("/w/a/b/out")) {
      out.write("one".getBytes(StandardCharsets.UTF_8));
      more.write(" two".getBytes(StandardCharsets.UTF_8));
    }
    assertEquals("one two", new String(files.read("/w/a/../a/b/out").readAllBytes(), StandardCharsets.UTF_8));
    assertEquals(List.of("a", "in"), files.list("."));
    assertTrue(files.isFolder("/w/a") && files.exists("in") && !files.isFolder("in") && !files.exists("nope"));
    assertEquals("No such file or directory", reason(() -> files.read("nope")));
    assertEquals("No such file or directory", reason(() -> files.write("nope/x")));
    assertEquals("No such file or directory", reason(() -> files.delete("nope")));
    assertEquals("Is a directory", reason(() -> files.append("a")));
    assertEquals("Not a directory", reason(() -> files.list("in")));
    assertEquals("Not a directory", reason(() -> files.createFolders("in")));
    files.delete("in");
    assertFalse(files.exists("in"));
    process.stdout().print("done");
    return 0;
  }

  private static String reason(org.junit.jupiter.api.function.Executable step) {
    return assertThrows(FileSystemException.class, step).getReason();
  }

  @Test
  void programsUseThem() throws IOException {
    assertEquals(201, call("POST", C + "create?name=web", "{\"Image\":\"mine\",\"Tty\":true}").status());
    expect(204, "POST", C + "web/start");
    await("web");
    assertEquals("done", call("GET", C + "web/logs?stdout=1").body());
    assertEquals(
        List.of("d755 0 w/", "d755 0 w/a/", "d755 0 w/a/b/", "-644 0 w/a/b/out = one two"),
        Archives.lines(call("GET", C + "web/archive?path=/w").body().getBytes(StandardCharsets.ISO_8859_1)));
  }

  @Test
  void imagesTakeAbsolutePathsOnly() {
    EmbeddedEngine.Builder builder = EmbeddedEngine.builder();
    for (String path : List.of("", "a", "/a/", "/a/../b")) {
      assertThrows(
          IllegalArgumentException.class, () -> builder.image("x", image -> image.file(path, "content")), path);
    }
  }

  private int fill(ProcessContext process) throws IOException {
    try (OutputStream out = process.files().write("/tmp/one")) {
      while (true) {
        seen.add("wrote");
        out.write(0);
        // Always one byte: what stops it is the kill and no full disk.
        process.files().write("/tmp/one").close();
      }
    } catch (Error killed) {
      seen.clear();
      seen.add("ended");
      throw killed;
    }
  }

  @Test
  void aKillEndsWhoUsesFilesOnly() throws IOException, InterruptedException {
    assertEquals(201, call("POST", C + "create?name=web", "{\"Image\":\"endless\"}").status());
    expect(204, "POST", C + "web/start");
    assertEquals("wrote", seen.poll(10, TimeUnit.SECONDS));
    expect(204, "POST", C + "web/kill");
    assertEquals("137", await("web"));
    String last = "wrote";
    while (!"ended".equals(last)) {
      last = seen.poll(10, TimeUnit.SECONDS);
      assertTrue(last != null, "the program still runs");
    }
  }

  @Test
  void scriptsUseThem() throws IOException {
    String[][] scripts = {
        {
            "cat /etc/passwd | head -n1; cat /nope; echo $?",
            "root:x:0:0:root:/root:/bin/sh\ncat: can't open '/nope': No such file or directory\n1\n"
        },
        {
            "cat /tmp; cat /etc/group/x",
            "cat: read error: Is a directory\ncat: can't open '/etc/group/x': Not a directory\n"
        },
        {
            "echo a >f; echo b >>f; cat f f; cat <f; wc -c f; wc f <f",
            "a\nb\na\nb\na\nb\n4 f\n        2         2         4 f\n"
        },
        {
            "echo x >/nope/f; echo $?; cat </nope; echo x >/tmp",
            "sh: can't create /nope/f: nonexistent directory\n1\nsh: can't open /nope: no such file\n"
                + "sh: can't create /tmp: Is a directory\n"
        },
        {"ls /nope 2>/tmp/e; cat /tmp/e; ls /nope 2>/dev/null; echo $?", "ls: /nope: No such file or directory\n1\n"},
        {
            "mkdir -p a/b; cd a/b; pwd; echo >x; cd ..; ls b; (cd b; pwd); pwd; cd -; cd; pwd",
            "/a/b\nx\n/a/b\n/a\n/a/b\n/root\n"
        },
        {
            "cd /nope; echo $?; mkdir /a/b; mkdir /tmp; rmdir /etc; rm /tmp",
            "sh: cd: line 0: can't cd to /nope: No such file or directory\n2\n"
                + "mkdir: can't create directory '/a/b': No such file or directory\n"
                + "mkdir: can't create directory '/tmp': File exists\nrmdir: '/etc': Directory not empty\n"
                + "rm: '/tmp' is a directory\n"
        },
        {
            "touch -d @1600000000 f; chmod 640 f; chown 3:4 f; stat -c '%a %A %u %g %s %Y %F %N' f; stat -c "
                + "'%F %N' /bin/sh /tmp",
            "640 -rw-r----- 3 4 0 1600000000 regular empty file f\nsymbolic link '/bin/sh' -> 'busybox'\n"
                + "directory /tmp\n"
        },
        {
            "echo hi >f; touch -d @0 f; ls -l f; ln -s f l; ls -l l | head -c 10; echo; ls -ln f",
            "-rw-r--r--    1 root     root             3 Jan  1  1970 f\nlrwxrwxrwx\n"
                + "-rw-r--r--    1 0        0                3 Jan  1  1970 f\n"
        },
        {
            "mkdir d; touch d/b d/a d/.c; ls d | cat; ls -1 -a d; ls -1 d /tmp",
            "a\nb\n.\n..\n.c\na\nb\n/tmp:\n\nd:\na\nb\n"
        },
        {
            "echo a >x; ln x y; echo b >>y; cat x; stat -c %h x; rm x; stat -c %h y; ln nope z",
            "a\nb\n2\n1\nln: nope: No such file or directory\n"
        },
        {
            "ln -s r/f l; readlink l; readlink -f l; mkdir r; readlink -f l; readlink /nope; echo $?; ln -s a "
                + "l; ln -sfn b l; readlink l",
            "r/f\n/r/f\n1\nln: l: File exists\nb\n"
        },
        {
            "chmod 644 /tmp; chmod u+x,g-r,o=rw /tmp; stat -c %a /tmp; chmod +t /tmp; chmod -x /tmp; stat -c "
                + "%a /tmp; chmod 9 /tmp",
            "706\n1606\nchmod: invalid mode '9'\n"
        },
        {
            "mkdir -p s/t; echo 1 >s/t/f; cp -r s c; cp s/t/f c; cat c/f c/t/f; cp s x; cp nope x",
            "1\n1\ncp: omitting directory 's'\ncp: can't stat 'nope': No such file or directory\n"
        },
        {
            "echo 1 >a; mkdir d; mv a d; ls d; mv d/a b; cat b; mv nope x; mv d d/e",
            "a\n1\nmv: can't rename 'nope': No such file or directory\nmv: can't rename 'd': Invalid argument\n"
        },
        {
            "mkdir -p p/q; touch p/q/f p/g; find p | sort; find p -type f -name 'f'; find p -maxdepth 1 -type "
                + "d; find /nope",
            "p\np/g\np/q\np/q/f\np/q/f\np\np/q\nfind: /nope: No such file or directory\n"
        },
        {
            "echo x >f; sha256sum f /nope; echo x | sha256sum",
            "73cb3858a687a8494ca3323053016282f3dad39d42cf62ca4e79dda2aac7d9ac  f\n"
                + "sha256sum: can't open '/nope': No such file or directory\n"
                + "73cb3858a687a8494ca3323053016282f3dad39d42cf62ca4e79dda2aac7d9ac  -\n"
        },
        {
            "dd if=/dev/zero of=z bs=1k count=2; wc -c z; head -c 3 /dev/zero | wc -c; truncate -s 5 z; wc -c <z",
            "2+0 records in\n2+0 records out\n2048 z\n3\n5\n"
        },
        {
            "test -e /nope || echo no; test -f /tmp || echo no; [ -d /tmp ] && echo d; [ -L /bin/sh ] && echo "
                + "l; : >e; [ -s e ] || echo empty; test -c /dev/null && echo c",
            "no\nno\nd\nl\nempty\nc\n"
        },
        {
            "mkdir d; touch 'd/a b' d/c; for f in d/*; do echo \"<$f>\"; done; echo 'd/*' d/?; echo /nope*",
            "<d/a b>\n<d/c>\nd/* d/c\n/nope*\n"
        },
        {
            "echo hi | tee a b; cat a b; rm -rf a /nope; rm a",
            "hi\nhi\nhi\nrm: can't remove 'a': No such file or directory\n"
        },
        {
            "echo 'echo $0 $1' >s; sh s x; sh /nope; echo $?",
            "s x\nsh: can't open '/nope': No such file or directory\n2\n"
        },
        {"cat /etc/hostname | wc -c; { echo q >/dev/full; } 2>/dev/null; echo $?; cat /dev/null", "13\n1\n"},
    };
    for (int i = 0; i < scripts.length; i++) {
      String name = "s" + i + "x";
      run(name, "\"Tty\":true", "sh", "-c", scripts[i][0]);
      await(name);
      String printed = call("GET", C + name + "/logs?stdout=1").body().replace("\r\n", "\n");
      assertEquals(scripts[i][1], printed, scripts[i][0]);
    }
  }
}
