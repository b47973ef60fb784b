package io.longshore.internal.process;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A program that runs as a child of this process, without a shell. Closing ends it, with all that it has started,
 * unless it has ended by itself. For one thread.
 */
public final class ChildProcess implements AutoCloseable {
  private static final long PAUSE_MILLIS = 10;

  /** Enough for a program that tells a server that it leaves. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  /** A process that has been killed is gone at once, unless the machine is very busy. */
  private static final Duration KILLED = Duration.ofSeconds(5);

  private final Process process;
  private final Duration grace;
  private @Nullable InputFeeder feeder;

  private ChildProcess(Process process, Duration grace) {
    this.process = process;
    this.grace = grace;
  }

  /** Takes what a program prints. */
  @FunctionalInterface
  public interface Output {
    /** Takes the first bytes of a buffer, which is used again. */
    void take(byte[] buffer, int count);
  }

  /** Called often while a program is read; what it throws ends the reading. */
  @FunctionalInterface
  public interface Check<E extends Exception> {
    void check() throws E;
  }

  /**
   * Starts a program whose output and error output are one stream, and which gets time to end when this is closed.
   *
   * @param environment all of its variables
   * @param input what it reads; null for nothing. The caller closes it
   * @throws IOException if it cannot be started
   */
  public static ChildProcess start(List<String> command, Map<String, String> environment, @Nullable InputStream input)
      throws IOException {
    return start(new ProcessBuilder(command).redirectErrorStream(true), environment, input, GRACE);
  }

  /**
   * Starts a program that answers a question. Its error output goes nowhere, since it is for a terminal and may have
   * secrets in it. Closing kills the program at once.
   *
   * @param environment all of its variables
   * @throws IOException if it cannot be started
   */
  public static ChildProcess ask(List<String> command, Map<String, String> environment, byte[] question)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    return start(builder, environment, new ByteArrayInputStream(question), Duration.ZERO);
  }

  private static ChildProcess start(
      ProcessBuilder builder, Map<String, String> environment, @Nullable InputStream input, Duration grace)
      throws IOException {
    builder.environment().clear();
    builder.environment().putAll(environment);
    ChildProcess child = new ChildProcess(builder.start(), grace);
    OutputStream stdin = child.process.getOutputStream();
    if (input == null) {
      stdin.close();
    } else {
      child.feeder = InputFeeder.start(input, stdin);
    }
    return child;
  }

  /**
   * Reads to the end of the program. It reads only what has arrived already, so this thread can always be interrupted,
   * and a child that holds the pipe open after the program's end delays nothing.
   *
   * @return the exit code
   * @throws io.longshore.error.ArchiveException if what the program should read cannot be read; another exception of
   *     that stream as it is
   * @throws IOException if the output cannot be read
   */
  public <E extends Exception> int read(Output output, Check<E> check) throws E, IOException, InterruptedException {
    InputStream out = process.getInputStream();
    byte[] part = new byte[64 * 1024];
    while (true) {
      boolean ended = process.waitFor(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
      for (int arrived = out.available(); arrived > 0; arrived = out.available()) {
        output.take(part, Math.max(0, out.read(part, 0, Math.min(part.length, arrived))));
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        check.check();
      }
      if (feeder != null) {
        feeder.check();
      }
      if (ended) {
        return process.exitValue();
      }
      check.check();
    }
  }

  /** Only what has not ended by itself: an agent that the program started for later is none of our business. */
  @Override
  public void close() {
    if (process.isAlive()) {
      end();
    }
    if (feeder != null) {
      feeder.close();
    }
    try {
      process.getInputStream().close();
    } catch (IOException e) {
      // Nothing is read from it any more.
    }
  }

  private void end() {
    // Found before their parent ends, since they have another one then.
    Set<ProcessHandle> family = family(Set.of());
    if (!grace.isZero()) {
      family.forEach(ProcessHandle::destroy);
    }
    if (!awaitEnd(family, grace)) {
      family = family(family);
      family.forEach(ProcessHandle::destroyForcibly);
      awaitEnd(family, KILLED);
    }
  }

  private Set<ProcessHandle> family(Set<ProcessHandle> known) {
    Set<ProcessHandle> family = new LinkedHashSet<>(List.of(process.toHandle()));
    family.addAll(known);
    new ArrayList<>(family).forEach(each -> each.descendants().forEach(family::add));
    return family;
  }

  /** Waits for their end, whoever interrupts: what would be left behind is not found again. */
  private boolean awaitEnd(Set<ProcessHandle> family, Duration limit) {
    boolean interrupted = false;
    boolean ended = false;
    byte[] unread = new byte[8192];
    long started = System.nanoTime();
    while (!ended && System.nanoTime() - started < limit.toNanos()) {
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
      drain(unread);
      ended = family.stream().noneMatch(ProcessHandle::isAlive);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return ended;
  }

  /** A program that cannot print its last words would not end. */
  private void drain(byte[] unread) {
    InputStream out = process.getInputStream();
    try {
      int arrived = out.available();
      if (arrived > 0 && out.read(unread, 0, Math.min(unread.length, arrived)) < 0) {
        return;
      }
    } catch (IOException e) {
      // It is closed, so the program cannot wait for it.
    }
  }
}
