package io.longshore.internal.http;

import java.util.concurrent.atomic.AtomicReference;
import okhttp3.Call;
import org.jspecify.annotations.Nullable;

/** Ends sequential calls: the current one and every later one. */
public final class Cancellation {
  private final AtomicReference<@Nullable Call> latest = new AtomicReference<>();
  private final @Nullable Cancellation outer;
  private volatile boolean cancelled;
  private volatile boolean mayHaveActed;
  private volatile boolean refused;

  public Cancellation() {
    this(null);
  }

  /** One whose calls another one ends too. */
  Cancellation(@Nullable Cancellation outer) {
    this.outer = outer;
  }

  void watch(Call call) {
    if (outer != null) {
      outer.watch(call);
    }
    latest.set(call);
    mayHaveActed = true;
    refused = false;
    if (cancelled) {
      call.cancel();
    }
  }

  /** Nothing of the latest call has left this program. */
  void nothingSent() {
    mayHaveActed = false;
  }

  /** The engine itself refused the latest call. */
  void refused() {
    refused = true;
    mayHaveActed = false;
  }

  public boolean wasRefused() {
    return refused;
  }

  /** Whether the engine may have acted on the latest call, as it has on every one that was not refused. */
  public boolean mayHaveActed() {
    return mayHaveActed;
  }

  /** From any thread, more than once. */
  public void cancel() {
    cancelled = true;
    Call call = latest.get();
    if (call != null) {
      call.cancel();
    }
  }
}
