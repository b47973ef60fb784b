package io.longshore.progress;

import io.longshore.generated.engine.model.ProgressDetail;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the engine has said of one layer. Not thread-safe. */
final class ItemRecord {
  private static final int LONGEST_WORDS = 200;

  /** What builds say of their steps, and engines of no layer. */
  private static final Set<String> OF_STEPS = Set.of("Running", "Cached", "Complete");

  private final String id;
  private TransferPhase phase = TransferPhase.WAITING;
  private String words = "";
  private long done;
  /** The largest size that the engine has sent; 0 for none. */
  private long announced;
  private long unpacked;
  private long unpackTotal;
  /** Whether it is a step of a build, which has no size. */
  private boolean step;
  /** What the engine counts if it does not count bytes, such as seconds. */
  private long ticks;

  ItemRecord(String id) {
    this.id = id;
  }

  /** Returns whether anything has changed. */
  boolean take(String status, @Nullable ProgressDetail detail, boolean unpacks) {
    TransferItem before = item();
    long ticksBefore = ticks;
    TransferPhase next = TransferPhase.of(status);
    // The tags of a repository share layers, so the same pull brings a layer and finds it again.
    phase = next == TransferPhase.EXISTS && phase == TransferPhase.COMPLETE ? phase : next;
    step |= OF_STEPS.contains(status);
    words = status.length() > LONGEST_WORDS ? status.substring(0, LONGEST_WORDS) : status;
    if (detail != null) {
      numbers(detail);
    }
    if (phase == TransferPhase.DOWNLOADED && !unpacks
        || phase == TransferPhase.LOADING && unpackTotal > 0 && unpacked >= unpackTotal) {
      phase = TransferPhase.COMPLETE;
    }
    if (phase.isTransferred() && phase != TransferPhase.EXISTS) {
      // Engines leave out reports of progress that come too fast, the last ones too.
      done = Math.max(done, announced);
    }
    if (phase == TransferPhase.COMPLETE) {
      unpacked = Math.max(unpacked, unpackTotal);
    }
    return !before.equals(item()) || ticksBefore != ticks;
  }

  private void numbers(ProgressDetail detail) {
    long current = known(detail.current());
    long total = known(detail.total());
    if (detail.units() != null) {
      ticks = current;
    } else if (phase == TransferPhase.LOADING) {
      unpacked = current;
      unpackTotal = Math.max(total, unpackTotal);
    } else if (phase == TransferPhase.EXTRACTING) {
      unpacked = current;
      unpackTotal = Math.max(total, unpackTotal);
      announced = Math.max(announced, total);
    } else if (detail.current() != null || total > 0) {
      announced = Math.max(announced, total);
      // After a failure Docker downloads the rest, and its total is that of the rest.
      long before = phase == TransferPhase.DOWNLOADING && total > 0 ? announced - total : 0;
      done = plus(before, current);
    }
  }

  private static long known(@Nullable Long value) {
    return value == null ? 0 : Math.max(value, 0);
  }

  /** Never more than a long holds: the numbers are the engine's. */
  static long plus(long a, long b) {
    return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
  }

  /** The operation has succeeded, so everything is there, whatever the engine said last. */
  boolean succeeded() {
    boolean changes = !phase.isDone();
    if (changes) {
      phase = TransferPhase.COMPLETE;
      done = Math.max(done, announced);
      unpacked = Math.max(unpacked, unpackTotal);
    }
    return changes;
  }

  long done() {
    return done;
  }

  /** The size, as far as it is known. */
  long size() {
    return isExisting() ? done : Math.max(announced, done);
  }

  boolean isSizeKnown() {
    return announced > 0 || isExisting() || step || phase == TransferPhase.LOADING || unpackTotal > 0;
  }

  private boolean isExisting() {
    return phase == TransferPhase.EXISTS;
  }

  /** What has to be transferred yet; empty if that is not known. */
  OptionalLong left() {
    if (phase.isTransferred()) {
      return OptionalLong.of(0);
    }
    return isSizeKnown() ? OptionalLong.of(size() - done) : OptionalLong.empty();
  }

  TransferItem item() {
    return new TransferItem(
        id, phase, words, count(done, isSizeKnown() ? size() : -1),
        count(unpacked, unpackTotal > 0 ? Math.max(unpackTotal, unpacked) : -1));
  }

  private static ByteCount count(long done, long total) {
    return done == 0 && total < 0
        ? ByteCount.UNKNOWN
        : new ByteCount(done, total < 0 ? OptionalLong.empty() : OptionalLong.of(total));
  }
}
