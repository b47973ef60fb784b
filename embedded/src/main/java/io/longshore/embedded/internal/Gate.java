package io.longshore.embedded.internal;

/** Holds threads up while it is shut. */
public final class Gate {
  private boolean shut;

  /** Closes the gate. */
  public synchronized void shut() {
    shut = true;
  }

  /** Lets everybody through again. */
  public synchronized void open() {
    shut = false;
    notifyAll();
  }

  /** Waits until it is open. */
  public synchronized void pass() throws InterruptedException {
    while (shut) {
      wait();
    }
  }
}
