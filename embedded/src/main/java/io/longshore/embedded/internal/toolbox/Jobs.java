package io.longshore.embedded.internal.toolbox;

import io.longshore.embedded.internal.engine.ContainerProcess.ProgramContext;
import io.longshore.embedded.internal.engine.KilledError;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A shell's commands in the background, and its traps. */
final class Jobs {
  /** A command in the background. */
  static final class Job {
    private final int pid = PIDS.incrementAndGet();
    private volatile @Nullable Thread thread;
    private volatile int code;
    private volatile int signal;

    private boolean isAlive() {
      return thread != null && thread.isAlive();
    }
  }

  /** Something that may fail. */
  interface Task {
    void run() throws Exception;
  }

  private static final AtomicInteger PIDS = new AtomicInteger(100);

  private final ProgramContext process;
  private final @Nullable Job self;
  private final Map<Integer, Job> jobs = new LinkedHashMap<>();
  private final Map<String, String> traps = new ConcurrentHashMap<>();
  private final Queue<String> pending = new ConcurrentLinkedQueue<>();
  private @Nullable Job newest;

  Jobs(ProgramContext process, @Nullable Job self) {
    this.process = process;
    this.self = self;
  }

  /** The job that this shell is, or is part of. */
  @Nullable Job self() {
    return self;
  }

  /** The pid of the newest job, null before the first one. */
  @Nullable String newest() {
    return newest == null ? null : String.valueOf(newest.pid);
  }

  static Thread thread(Task task) {
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (KilledError e) {
                // The process has ended.
              } catch (Exception e) {
                // A program failed that nobody waits for.
              }
            },
            Thread.currentThread().getName() + "-child");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /**
   * Starts a job.
   *
   * @param task what it does
   * @param holdsOutput whether it holds the output of the process
   */
  void start(Job job, Callable<Integer> task, BooleanSupplier holdsOutput) {
    newest = job;
    jobs.put(job.pid, job);
    job.thread =
        thread(
            () -> {
              job.code = 1;
              try {
                job.code = task.call();
              } finally {
                job.code = job.signal > 0 ? 128 + job.signal : job.code;
              }
            });
    process.process().addChild(() -> job.isAlive() && holdsOutput.getAsBoolean());
  }

  /** Waits for one job, or for all of them; a trap that is due ends it. */
  int await(@Nullable Integer pid) throws InterruptedException {
    for (Job job : pid == null ? jobs.values().toArray(Job[]::new) : new Job[] {jobs.get(pid)}) {
      if (job == null) {
        return 127;
      }
      while (job.thread != null && job.thread.isAlive()) {
        job.thread.join(10);
        String signal = pending.peek();
        if (signal != null) {
          return 128 + Builtins.signal(signal);
        }
      }
      if (pid != null) {
        return job.code;
      }
    }
    jobs.clear();
    return 0;
  }

  /**
   * Sends a signal.
   *
   * @param signal 0 only looks
   * @return false when there is no such process
   */
  boolean kill(long pid, int signal, String signalName) {
    Job job = jobs.get((int) pid);
    if (job != null && job.thread != null) {
      if (signal > 0 && job.thread.isAlive()) {
        job.signal = signal;
        job.thread.interrupt();
      }
      return job.thread.isAlive() || signal > 0;
    }
    if (pid != process.process().insidePid()) {
      return false;
    }
    if (signal > 0 && traps.containsKey(signalName)) {
      pending.add(signalName);
    } else if (signal > 0 && pid != 1) {
      // The kernel spares a container's first process what it has no handler for.
      process.process().kill(128 + signal);
      throw new KilledError();
    }
    return true;
  }

  void trap(String signal, @Nullable String script) {
    if (script == null) {
      traps.remove(signal);
    } else {
      traps.put(signal, script);
    }
    process.onSignal(
        name -> {
          if (traps.containsKey(name.substring(3))) {
            pending.add(name.substring(3));
          }
        });
  }

  @Nullable String takeTrap(String name) {
    return traps.remove(name);
  }

  /** The script of a trap that is due; null when none is. Ends the shell if it was killed. */
  @Nullable String nextTrap() {
    if (self != null && self.signal > 0) {
      throw new ShellError.Exit(128 + self.signal);
    }
    String signal = pending.poll();
    return signal == null ? null : traps.getOrDefault(signal, "");
  }
}
