package io.longshore.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.longshore.Timeouts;
import io.longshore.container.Container;
import io.longshore.error.DeadlineException;
import io.longshore.error.StreamException;
import io.longshore.session.Session;
import io.longshore.stream.ByteStream;
import io.longshore.stream.StreamEnd;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** An archive is complete when everything in it has come, whatever an engine's answer looks like. */
class WholeArchivesTest extends ContractTest {
  private static final int BIG = 100 * 1024 * 1024;
  private static final int PART = 20 * 1024 * 1024;

  private static void isComplete(ByteStream archive) throws IOException {
    try (archive) {
      archive.transferTo(OutputStream.nullOutputStream());
      assertEquals(StreamEnd.COMPLETED, archive.end().orElseThrow());
    }
  }

  @Test
  void everythingThatCanBeInAFileSystemPasses() throws IOException {
    Container container = run(Programs.forever());
    if (!engine.embedded()) {
      String[] script = {
          "mkdir -p /all/empty /all/" + "long-folder-name/".repeat(15),
          "echo x > /all/" + "long-folder-name/".repeat(15) + "n".repeat(200),
          "echo ä > '/all/ä €'",
          ": > /all/nothing",
          "dd if=/dev/zero of=/all/zeros bs=1024 count=3000",
          "dd if=/dev/zero of=/all/holes bs=1 count=1 seek=5000000",
          "ln /all/zeros /all/hard",
          "ln -s " + "t".repeat(200) + " /all/link",
          "mkfifo /all/pipe",
          "mknod /all/character c 1 3",
          "mknod /all/block b 7 0",
          "touch -d 1969-01-01 /all/old",
          "chown 3000000:3000000 /all/nothing"
      };
      var made = container.exec(Programs.shell("set -e; " + String.join("; ", script)));
      assertEquals(0, made.exitCode(), made::stderr);
    } else {
      container.files().extract("/", new Tar().folder("all").file("all/x", "x").link("all/y", "x").stream());
    }
    isComplete(container.files().archive("/all"));
    isComplete(container.files().archive("/all/."));
    isComplete(container.files().archive("/"));
    isComplete(container.export());
    assertTrue(container.files().archive("/all").stream().count() > 0);
  }

  /** Docker says nothing of a container while a copy of it is read; Podman exports before it answers. */
  @Test
  void readingAContainerBegunWhileACopyOfItIsReadComesOrEndsInTime() throws IOException {
    Container container = run(Programs.forever());
    container.files().write("/big", new byte[PART]);
    Timeouts impatient = Timeouts.defaults().withAnswer(Duration.ofSeconds(2));
    boolean podman = engine.podman();
    try (ByteStream unread = container.files().archive("/big")) {
      unread.inputStream().read();
      Container other = docker.with(impatient).containers().get(container.id());
      for (Executable reading : List.<Executable>of(() -> other.logs().close(), () -> isComplete(other.export()))) {
        if (engine.embedded() || podman) {
          assertDoesNotThrow(reading);
        } else {
          DeadlineException late = assertTimeout(Duration.ofSeconds(60),
              () -> assertThrows(DeadlineException.class, reading));
          assertTrue(late.getMessage().contains("did not answer within 2.0 s"), late::getMessage);
        }
      }
    }
    isComplete(container.export());
  }

  /** Engines end their answer as if nothing had happened. */
  @Test
  void anArchiveOfAFileThatIsCutMeanwhileIsNotComplete() throws IOException {
    assumeFalse(engine.embedded(), "the embedded engine sends what was there when it was asked");
    for (boolean export : new boolean[] {false, true}) {
      Container container = run(Programs.forever());
      container.exec(Programs.shell("mkdir /a; dd if=/dev/zero of=/a/big bs=1 count=1 seek=" + (BIG - 1)));
      String[] script = Programs.shell("echo up; read go; : > /a/big; echo cut");
      try (Session cutter = container.openExec(e -> e.command(script).stdin())) {
        // An engine that reads a container's files starts no program in it, even after it has answered that it will.
        // What a program that runs says goes on.
        assertEquals("up\n", new String(cutter.stdout().readNBytes(3), UTF_8));
        try (ByteStream archive = export ? container.export() : container.files().archive("/a")) {
          InputStream in = archive.inputStream();
          in.readNBytes(PART);
          cutter.stdin().write("go\n".getBytes(UTF_8));
          // Its end may come only after that of the archive.
          assertEquals("cut\n", new String(cutter.stdout().readNBytes(4), UTF_8));
          IOException broken = assertThrows(IOException.class, () -> in.transferTo(OutputStream.nullOutputStream()));
          StreamException cause = assertInstanceOf(StreamException.class, broken.getCause());
          assertTrue(cause.getMessage().contains("the archive has no end"), cause::getMessage);
          assertEquals(StreamEnd.TRUNCATED, archive.end().orElseThrow());
        }
      }
      forceRemove(container);
    }
  }
}
