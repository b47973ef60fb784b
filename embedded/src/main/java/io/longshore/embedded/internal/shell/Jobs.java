package io.longshore.embedded.internal.shell;

import io.longshore.embedded.internal.process.KilledError;
import io.longshore.embedded.internal.process.RunningProgram;
import io.longshore.embedded.internal.tools.Refused;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A shell's commands in the background, and its traps. */
final class Jobs {
  /** What signals are sent to: a command in the background, or the process itself. */
  static final class Job implements BooleanSupplier {
    private final long pid;
    private final @Nullable Jobs starter;
    /** The shell whose traps its signals run. */
    private volatile @Nullable Jobs shell;
    private volatile BooleanSupplier holdsOutput = () -> false;
    private volatile @Nullable Thread thread;
    private volatile int code;
    private volatile int signal;

    private Job(long pid, @Nullable Jobs starter) {
      this.pid = pid;
      this.starter = starter;
    }

    private boolean isAlive() {
      Thread running = thread;
      return running != null && running.isAlive();
    }

    /** Waits a moment for its end; false when it has ended. */
    private boolean lasts() throws InterruptedException {
      Thread running = thread;
      if (running == null || !running.isAlive()) {
        return false;
      }
      running.join(10);
      return true;
    }

    /** Sends it a signal: to its shell, or else to the end of its thread. */
    private void signal(int number, String name) {
      Jobs receiver = shell;
      Thread running = thread;
      if (running != null && running.isAlive() && (receiver == null || !receiver.takes(name))) {
        signal = number;
        running.interrupt();
      }
    }

    @Override
    public boolean getAsBoolean() {
      return isAlive() && holdsOutput.getAsBoolean();
    }
  }

  /** Something that may fail. */
  interface Task {
    void run() throws Exception;
  }

  /** Above those of processes. */
  private static final AtomicInteger PIDS = new AtomicInteger(100_000);

  /** The job that a thread is part of; null in the foreground. */
  private static final InheritableThreadLocal<@Nullable Job> CURRENT = new InheritableThreadLocal<>();

  private final RunningProgram process;
  private final Job self;
  /** Whether this {@code sh}, or the one that this is a subshell of, runs inside another one of the process. */
  private final boolean nested;
  /** The shells of the same {@code sh} around this one begin with this. */
  private final Jobs root;
  private final Map<Integer, Job> jobs = new LinkedHashMap<>();
  private final Map<String, String> traps = new ConcurrentHashMap<>();
  private final Queue<String> pending = new ConcurrentLinkedQueue<>();
  private @Nullable Job newest;
  /** The shell that had the signals before this one took them. */
  private @Nullable Jobs before;

  /** Those of a program {@code sh}. */
  Jobs(RunningProgram process) {
    this.process = process;
    Job main = new Job(process.pid(), null);
    BooleanSupplier first = process.children().putIfAbsent(main.pid, main);
    Job current = CURRENT.get();
    boolean inJob = current != null && find(current.pid) == current;
    self = inJob ? current : first instanceof Job job ? job : main;
    nested = first != null;
    root = this;
    inherit(self.shell);
    if (!nested) {
      // inherit(…) has set its shell, which is never taken away.
      process.onSignal(name -> Objects.requireNonNull(main.shell).takes(name.substring(3)));
    }
  }

  /** Those of a subshell, which may be a job. */
  Jobs(Jobs parent, @Nullable Job job) {
    process = parent.process;
    self = job == null ? parent.self : job;
    nested = parent.nested;
    root = parent.root;
    newest = parent.newest;
    inherit(parent);
  }

  /** Takes over what is ignored; the first shell of a job or of the process gets the signals. */
  private void inherit(@Nullable Jobs outer) {
    if (outer != null) {
      traps.putAll(outer.traps);
      traps.values().removeIf(script -> !script.isEmpty());
    }
    if (self.shell == null) {
      self.shell = this;
    }
  }

  private @Nullable Job find(long pid) {
    return (Job) process.children().get(pid);
  }

  Job job() {
    return new Job(PIDS.incrementAndGet(), this);
  }

  /** The pid of the newest job, null before the first one. */
  @Nullable
  String newest() {
    return newest == null ? null : String.valueOf(newest.pid);
  }

  static Thread thread(Task task) {
    Thread thread = new Thread(
        () -> {
          try {
            task.run();
          } catch (KilledError e) {
            // The process has ended.
          } catch (Exception e) {
            // A background program failed.
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
    jobs.put((int) job.pid, job);
    job.holdsOutput = holdsOutput;
    process.children().put(job.pid, job);
    job.thread = thread(
        () -> {
          CURRENT.set(job);
          job.code = 1;
          try {
            job.code = task.call();
          } finally {
            job.code = job.signal > 0 ? 128 + job.signal : job.code;
          }
        });
  }

  /** Waits for one job, or for all of them; a trap that is due ends it. */
  int await(@Nullable Integer pid) throws InterruptedException {
    Job known = pid == null ? null : find(pid);
    if (known != null && known.starter != this) {
      throw new Refused("wait for what another shell started");
    }
    for (Job job : pid == null ? jobs.values().toArray(Job[]::new) : new Job[] {jobs.get(pid)}) {
      if (job == null) {
        return 127;
      }
      while (job.lasts()) {
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
   * Sends a signal to the process or to a job of any of its shells.
   *
   * @param signal 0 only looks
   * @return false if the job has ended
   */
  boolean kill(long pid, int signal, String name) {
    if (pid == process.pid()) {
      if (signal > 0 && nested) {
        throw new Refused("kill of $$ in a sh inside a sh: they have one number");
      }
      // The kernel spares a container's first process what it has no handler for.
      if (signal > 0 && !root.takes(name) && pid != 1) {
        process.kill(128 + signal);
        throw new KilledError();
      }
      return true;
    }
    Job job = find(pid);
    if (job == null) {
      throw new Refused("kill of what the script did not start: " + pid);
    }
    if (signal > 0) {
      job.signal(signal, name);
    }
    return signal > 0 || job.isAlive();
  }

  /** Whether there is a trap for a signal; it is due then. */
  private boolean takes(String name) {
    String script = name.equals("KILL") ? null : traps.get(name);
    if (script != null && !script.isEmpty()) {
      pending.add(name);
    }
    return script != null;
  }

  /**
   * Sets a trap, or removes it. Signals go to the shell that has traps for them, as busybox puts the last command of a
   * script in the place of its shell. Of two that have some, they go to the outer one.
   */
  void trap(String signal, @Nullable String script) {
    if (script == null) {
      traps.remove(signal);
      return;
    }
    Jobs receiver = self.shell;
    if (receiver != null && receiver != this && !signal.equals("EXIT")) {
      if (receiver.traps.entrySet().stream()
          .allMatch(trap -> trap.getKey().equals("EXIT") || trap.getValue().isEmpty())) {
        before = receiver;
        self.shell = this;
      } else if (root == this) {
        throw new Refused("traps in a sh inside a sh that has traps");
      }
    }
    traps.put(signal, script);
  }

  /** What comes after {@code exec} has no traps, and is the process if this is it. */
  void replace() {
    traps.values().removeIf(script -> !script.isEmpty());
    if (root == this && !nested) {
      process.children().remove(self.pid);
    }
  }

  /** The shell has ended. */
  void end() {
    if (before != null && self.shell == this) {
      self.shell = before;
    }
  }

  @Nullable
  String takeTrap(String name) {
    return traps.remove(name);
  }

  /** The script of a trap that is due; null when none is. Ends the shell if it was killed. */
  @Nullable
  String nextTrap() {
    if (self.signal > 0) {
      throw new ShellError.Exit(128 + self.signal);
    }
    String signal = pending.poll();
    return signal == null ? null : traps.getOrDefault(signal, "");
  }
}
