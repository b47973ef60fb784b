package io.longshore.progress;

import io.longshore.generated.engine.model.ImageProgress;
import io.longshore.generated.engine.model.ProgressDetail;
import io.longshore.internal.progress.TransferFeed;
import io.longshore.progress.TransferState.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What has been reported of an operation. Listeners are called without the lock. Thread-safe. */
final class TransferRecord implements TransferFeed {
  /** Far more than an image has layers; what an engine names beyond is left out. */
  private static final int MOST_ITEMS = 10_000;
  private static final int LONGEST_ID = 200;
  private static final long BETWEEN_COPIES = 100_000_000L;

  private final LongSupplier nanos;
  private final List<Consumer<TransferState>> listeners = new CopyOnWriteArrayList<>();
  private final List<Consumer<TransferItem>> itemListeners = new CopyOnWriteArrayList<>();
  private final List<Runnable> endActions = new ArrayList<>();

  private final Map<String, ItemRecord> items = new LinkedHashMap<>();
  private final MovingRate rate = new MovingRate();
  private Outcome outcome = Outcome.NOT_STARTED;
  private long started;
  private long moved;
  private long ended;
  private long lastCopyTold;
  private boolean copies;
  private long copied;
  private long copyTotal = -1;
  /** Whether layers are unpacked after their download; the engines that do not say that they unpack do not. */
  private boolean unpacks;

  TransferRecord(LongSupplier nanos) {
    this.nanos = nanos;
  }

  void onChange(Consumer<TransferState> listener) {
    listeners.add(listener);
  }

  void onItem(Consumer<TransferItem> listener) {
    itemListeners.add(listener);
  }

  void whenEnded(Runnable action) {
    synchronized (this) {
      if (!hasEnded()) {
        endActions.add(action);
        return;
      }
    }
    action.run();
  }

  private boolean hasEnded() {
    return outcome != Outcome.NOT_STARTED && outcome != Outcome.RUNNING;
  }

  @Override
  public synchronized void begin() {
    if (outcome != Outcome.NOT_STARTED) {
      throw new IllegalStateException(
          "this TransferProgress was used for an operation before; create one for each operation");
    }
    outcome = Outcome.RUNNING;
    started = nanos.getAsLong();
    moved = started;
    lastCopyTold = started;
    rate.add(started, 0);
  }

  @Override
  public void step(ImageProgress step) {
    TransferItem changed = take(step);
    if (changed != null) {
      itemListeners.forEach(listener -> listener.accept(changed));
      tell();
    }
  }

  /** Returns the layer that has changed. */
  private synchronized @Nullable TransferItem take(ImageProgress step) {
    String status = step.status();
    if (status == null) {
      return null;
    }
    if (status.startsWith("Pulling from ")) {
      unpacks = true; // Its id is a tag.
      return null;
    }
    ProgressDetail detail = step.progressDetail();
    String id = step.id();
    if (id == null || id.isEmpty()) {
      if (detail == null || detail.current() == null) {
        return null;
      }
      id = status;
    }
    ItemRecord item = item(id.length() > LONGEST_ID ? id.substring(0, LONGEST_ID) : id);
    if (item == null) {
      return null;
    }
    long before = item.done();
    if (!item.take(status, detail, unpacks)) {
      return null;
    }
    move(Math.max(0, item.done() - before));
    return item.item();
  }

  private @Nullable ItemRecord item(String id) {
    ItemRecord known = items.get(id);
    if (known == null && items.size() < MOST_ITEMS) {
      known = new ItemRecord(id);
      items.put(id, known);
    }
    return known;
  }

  private void move(long bytes) {
    moved = nanos.getAsLong();
    rate.add(moved, bytes);
  }

  @Override
  public void bytes(long count) {
    synchronized (this) {
      copies = true;
      copied = ItemRecord.plus(copied, count);
      move(count);
      if (moved - lastCopyTold < BETWEEN_COPIES) {
        return;
      }
      lastCopyTold = moved;
    }
    tell();
  }

  @Override
  public synchronized void total(long bytes) {
    copies = true;
    copyTotal = bytes;
  }

  @Override
  public void end(End end) {
    List<Runnable> actions;
    List<TransferItem> changed = new ArrayList<>();
    synchronized (this) {
      if (hasEnded()) {
        return;
      }
      ended = nanos.getAsLong();
      outcome = switch (end) {
        case SUCCEEDED -> Outcome.SUCCEEDED;
        case CANCELLED -> Outcome.CANCELLED;
        case FAILED -> Outcome.FAILED;
      };
      if (end == End.SUCCEEDED) {
        copyTotal = copied;
        for (ItemRecord item : items.values()) {
          long before = item.done();
          if (item.succeeded()) {
            rate.add(ended, item.done() - before);
            changed.add(item.item());
          }
        }
      }
      actions = List.copyOf(endActions);
      endActions.clear();
    }
    // A display is finished even if the program's own listener throws.
    actions.forEach(Runnable::run);
    changed.forEach(item -> itemListeners.forEach(listener -> listener.accept(item)));
    tell();
  }

  private void tell() {
    if (!listeners.isEmpty()) {
      TransferState state = state();
      listeners.forEach(listener -> listener.accept(state));
    }
  }

  synchronized TransferState state() {
    long now = hasEnded() ? ended : nanos.getAsLong();
    long done = copied;
    long announced = Math.max(copied, copyTotal);
    boolean known = copies ? copyTotal >= 0 : !items.isEmpty();
    long left = announced - copied;
    boolean leftKnown = known;
    List<TransferItem> seen = new ArrayList<>(items.size());
    for (ItemRecord item : items.values()) {
      done = ItemRecord.plus(done, item.done());
      announced = ItemRecord.plus(announced, item.size());
      known &= item.isSizeKnown();
      OptionalLong itemLeft = item.left();
      left = ItemRecord.plus(left, itemLeft.orElse(0));
      leftKnown &= itemLeft.isPresent();
      seen.add(item.item());
    }
    boolean isRunning = outcome == Outcome.RUNNING;
    boolean hasStarted = outcome != Outcome.NOT_STARTED;
    long perSecond = isRunning ? rate.perSecond(now) : rate.average(now - started);
    return new TransferState(
        outcome,
        new ByteCount(done, known ? OptionalLong.of(announced) : OptionalLong.empty()),
        announced,
        perSecond,
        hasStarted ? Duration.ofNanos(now - started) : Duration.ZERO,
        hasStarted ? Duration.ofNanos(now - moved) : Duration.ZERO,
        isRunning && leftKnown ? timeLeft(left, perSecond) : Optional.empty(),
        seen);
  }

  private static Optional<Duration> timeLeft(long bytes, long perSecond) {
    return bytes == 0 || perSecond == 0
        ? Optional.empty()
        : Optional.of(Duration.ofMillis(Math.round(bytes * 1e3 / perSecond)));
  }
}
