package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.error.NotFoundException;
import io.longshore.file.ContainerFiles;
import io.longshore.progress.TransferProgress;
import io.longshore.progress.TransferState;
import io.longshore.progress.TransferState.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What copies say of themselves. */
class CopyProgressTest extends ContractTest {
  private static final int SIZE = 3_000_001;

  @TempDir
  Path local;

  private final TransferProgress progress = new TransferProgress();

  private ContainerFiles files() {
    return create(Programs.forever()).files();
  }

  private Path file(String name, int size) throws IOException {
    Path file = local.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, new byte[size]);
  }

  private void assertCopied(long bytes) {
    TransferState state = progress.state();
    assertEquals(Outcome.SUCCEEDED, state.outcome());
    assertEquals(bytes, state.bytes().done());
    assertEquals(OptionalLong.of(bytes), state.bytes().total());
    assertEquals(List.of(), state.items());
  }

  @Test
  void aFileThatIsCopiedInHasATotal() throws IOException {
    List<OptionalLong> totals = new ArrayList<>();
    progress.onChange(state -> totals.add(state.bytes().total()));
    files().copyTo(file("big", SIZE), "/tmp/big", o -> o.progress(progress));
    assertCopied(SIZE);
    totals.forEach(total -> assertEquals(OptionalLong.of(SIZE), total));
  }

  @Test
  void aDirectoryThatIsCopiedInCountsItsFiles() throws IOException {
    file("tree/one", SIZE);
    file("tree/in/two", 7);
    Files.createSymbolicLink(local.resolve("tree/link"), Path.of("one"));
    files().copyTo(local.resolve("tree"), "/tmp", o -> o.progress(progress));
    assertCopied(SIZE + 7);
  }

  @Test
  void whatIsCopiedOutIsCounted() throws IOException {
    ContainerFiles files = files();
    files.copyTo(file("tree/one", SIZE), "/tmp/one");
    files.copyFrom("/tmp/one", local.resolve("back"), o -> o.progress(progress));
    assertCopied(SIZE);
  }

  @Test
  void aDirectoryThatIsCopiedOutCountsItsFiles() throws IOException {
    ContainerFiles files = files();
    file("tree/one", SIZE);
    file("tree/in/two", 7);
    files.copyTo(local.resolve("tree"), "/tmp");
    files.copyFrom("/tmp/tree", local.resolve("back"), o -> o.progress(progress));
    assertCopied(SIZE + 7);
  }

  @Test
  void aLinkHasNoBytes() throws IOException {
    Path link = Files.createSymbolicLink(local.resolve("link"), Path.of("nowhere"));
    files().copyTo(link, "/tmp/link", o -> o.progress(progress));
    assertCopied(0);
  }

  @Test
  void anArchiveThatIsUnpackedIsCountedAsItIsSent() throws IOException {
    int archive;
    try (InputStream tar = new Tar().file("one", "content").stream()) {
      archive = tar.readAllBytes().length;
    }
    files().extract("/tmp", new Tar().file("one", "content").stream(), o -> o.progress(progress));
    assertCopied(archive);
  }

  @Test
  void anotherThreadSeesThatNothingComes() {
    ContainerFiles files = files();
    CountDownLatch seen = new CountDownLatch(1);
    InputStream slow = new InputStream() {
      private int read;

      @Override
      public int read() throws IOException {
        if (read++ == SIZE / 2) {
          await(seen);
        }
        return 'x';
      }
    };
    Background<Boolean> writing = Background.start(() -> {
      files.write("/tmp/slow", slow, SIZE, o -> o.progress(progress));
      return true;
    });
    try {
      Poll.until("half is written and nothing follows", () -> {
        TransferState state = progress.state();
        return state.bytes().done() > SIZE / 4 && state.stalled(Duration.ofMillis(200));
      });
      TransferState state = progress.state();
      assertEquals(OptionalLong.of(SIZE), state.bytes().total());
      assertTrue(state.bytes().done() < SIZE, state::toString);
    } finally {
      seen.countDown();
    }
    writing.result(Poll.SOON);
    assertCopied(SIZE);
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new InterruptedIOException("interrupted");
    }
  }

  @Test
  void whatAListenerThrowsEndsTheCopy() {
    IllegalStateException mine = new IllegalStateException("enough");
    progress.onChange(state -> {
      throw mine;
    });
    AtomicInteger read = new AtomicInteger();
    InputStream content = new InputStream() {
      @Override
      public int read() {
        if (read.getAndIncrement() == 0) {
          // Listeners of copies are called ten times a second.
          Poll.until("the first call is due", () -> progress.state().elapsed().toMillis() > 100);
        }
        return 'x';
      }
    };
    ContainerFiles files = files();
    assertSame(mine, fails(IllegalStateException.class,
        () -> files.write("/tmp/big", content, SIZE, o -> o.progress(progress))));
    assertTrue(read.get() < SIZE, "the copy went on");
    assertEquals(Outcome.FAILED, progress.state().outcome());
  }

  @Test
  void aCopyThatFailsIsAFailedTransfer() {
    ContainerFiles files = files();
    fails(NotFoundException.class, () -> files.copyFrom("/nothing", local, o -> o.progress(progress)));
    assertEquals(Outcome.FAILED, progress.state().outcome());
  }
}
