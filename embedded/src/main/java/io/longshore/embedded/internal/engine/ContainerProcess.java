package io.longshore.embedded.internal.engine;

import io.longshore.embedded.Program;
import io.longshore.embedded.internal.BulkOutput;
import io.longshore.embedded.internal.Gate;
import io.longshore.embedded.internal.files.MountedTree;
import io.longshore.embedded.internal.files.Owner;
import io.longshore.embedded.internal.files.ProcessFiles;
import io.longshore.embedded.internal.network.ContainerNetworks;
import io.longshore.embedded.internal.process.KilledError;
import io.longshore.embedded.internal.process.Pipe;
import io.longshore.embedded.internal.process.RunningProgram;
import io.longshore.embedded.internal.process.User;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** A program that runs, as a container's first process or as an exec. */
public final class ContainerProcess {
  /** What a process is made of. */
  public record Setup(
      List<String> argv,
      Map<String, String> environment,
      String workingDirectory,
      String hostName,
      boolean tty,
      Map<String, Program> programs,
      User user,
      MountedTree files,
      ContainerNetworks networks) {
    /** What a process of a container is made of; no directory means the root. */
    static Setup of(
        Container container, List<String> argv, List<String> env, boolean tty, @Nullable String directory, User user) {
      String hostName = Objects.requireNonNullElse(container.config().hostname(), "");
      return new Setup(
          List.copyOf(argv),
          Environment.of(hostName, tty, container.linkVariables(), env, user),
          directory == null || directory.isEmpty() ? "/" : directory,
          hostName,
          tty,
          container.image().programs(),
          user,
          container.view(),
          container.networks());
    }
  }

  private static final long LATE_OUTPUT_NANOS = 2_000_000_000L;

  private final Setup setup;
  private final Map<Long, BooleanSupplier> children = new ConcurrentHashMap<>();
  private final long pid;
  private final boolean first;
  private final Program program;
  private final Pipe stdin = new Pipe();
  private final Keyboard keyboard = new Keyboard(stdin, this::echo, () -> kill(130));
  private final OutputSink sink;
  private final Gate frozen;
  private final CompletableFuture<Integer> exit = new CompletableFuture<>();
  private final ThreadGroup group;
  private volatile boolean killed;
  private volatile int killCode = 137;
  private volatile boolean finished;
  private volatile @Nullable Consumer<String> signalHandler;
  private volatile TerminalSize terminalSize = TerminalSize.UNKNOWN;

  ContainerProcess(long pid, boolean first, Setup setup, Program program, OutputSink sink, Gate frozen) {
    this.pid = pid;
    this.first = first;
    this.setup = setup;
    this.program = program;
    this.sink = sink;
    this.frozen = frozen;
    this.group = new ThreadGroup("longshore-process-" + pid);
  }

  /** Starts the program; {@link #exit()} completes at its end. */
  void start() {
    start(this::run, "program");
  }

  private void start(Runnable task, String kind) {
    Thread thread = new Thread(group, task, "longshore-" + kind + "-" + setup.argv.get(0) + "-" + pid);
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    int code;
    PrintStream stdout = print(1);
    PrintStream stderr = setup.tty ? stdout : print(2);
    try {
      code = program.run(new ProgramContext(this, setup, stdin.input(), stdout, stderr)) & 0xff;
      frozen.pass();
    } catch (Throwable e) {
      code = e instanceof KilledError ? 137 : 1;
      if (!killed && code == 1) {
        report(stderr, e);
      }
    }
    code = killed ? killCode : code;
    if (first) {
      end(code);
      killed = true;
      group.interrupt();
    } else {
      awaitChildren();
      end(code);
    }
  }

  /** Engines wait for those that hold an exec's output; a container's end is that of all its processes. */
  private void awaitChildren() {
    long deadline = System.nanoTime() + LATE_OUTPUT_NANOS;
    try {
      while (!killed && System.nanoTime() - deadline < 0
          && children.values().stream().anyMatch(BooleanSupplier::getAsBoolean)) {
        Thread.sleep(5);
      }
    } catch (InterruptedException e) {
      // It is killed meanwhile.
    }
  }

  private static void report(PrintStream stderr, Throwable failure) {
    try {
      failure.printStackTrace(stderr);
    } catch (KilledError e) {
      // Killed while it wrote its last output.
    }
  }

  private void end(int code) {
    stdin.breakOff();
    synchronized (sink) {
      if (finished) {
        return;
      }
      finished = true;
      sink.finish();
    }
    exit.complete(code);
    sink.end();
  }

  /** Calls with the exit code, after the last output. */
  @SuppressWarnings("FutureReturnValueIgnored")
  void onExit(IntConsumer then) {
    exit.thenAccept(then::accept);
  }

  /** Completes with the exit code, after the last output. */
  CompletableFuture<Integer> exit() {
    return exit;
  }

  /** The process's number. */
  public long pid() {
    return pid;
  }

  /** What it was started with. */
  public Setup setup() {
    return setup;
  }

  /** Where to write what the process reads. */
  public Pipe stdin() {
    return stdin;
  }

  /** Sends a signal other than SIGKILL. What the program does then may take its time: nobody waits for it. */
  void signal(String name) {
    Consumer<String> handler = signalHandler;
    if (handler != null) {
      start(() -> {
        try {
          handler.accept(name);
        } catch (RuntimeException | KilledError e) {
          if (!killed) {
            report(print(setup.tty ? 1 : 2), e);
          }
        }
      }, "signal");
    }
  }

  /** Changes its terminal's size and notifies the program; without a terminal nothing happens. */
  public void resize(TerminalSize size) {
    if (setup.tty && !size.equals(terminalSize)) {
      terminalSize = size;
      signal("SIGWINCH");
    }
  }

  /** Ends the process at once, whatever its threads do. */
  public void kill(int code) {
    if (!killed) {
      killCode = code;
    }
    killed = true;
    // First: a thread that is blocked in a write holds the sink's lock, be it a program's or one that brings keys.
    group.interrupt();
    sink.release();
    end(code);
  }

  /** Takes what is typed on its terminal. */
  public void type(byte[] bytes, int length) {
    keyboard.type(bytes, length);
  }

  private void echo(byte[] bytes) {
    try {
      synchronized (sink) {
        if (!finished) {
          sink.write(1, bytes);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void onSignal(Consumer<String> handler) {
    signalHandler = handler;
  }

  private PrintStream print(int stream) {
    return new PrintStream(
        new BulkOutput() {
          @Override
          public void write(byte[] bytes, int offset, int length) {
            output(stream, Arrays.copyOfRange(bytes, offset, offset + length));
          }
        },
        false,
        StandardCharsets.UTF_8);
  }

  private void output(int stream, byte[] bytes) {
    try {
      frozen.pass();
      synchronized (sink) {
        if (killed) {
          throw new KilledError();
        }
        if (bytes.length > 0 && !finished) {
          sink.write(stream, setup.tty ? withCarriageReturns(bytes) : bytes);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KilledError();
    }
  }

  /** Waits while it is paused; ends the calling thread when it was killed. */
  private void checkpoint() {
    try {
      frozen.pass();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KilledError();
    }
    if (killed) {
      throw new KilledError();
    }
  }

  private static byte[] withCarriageReturns(byte[] bytes) {
    int lines = 0;
    for (byte b : bytes) {
      lines += b == '\n' ? 1 : 0;
    }
    byte[] converted = new byte[bytes.length + lines];
    int at = 0;
    for (byte b : bytes) {
      if (b == '\n') {
        converted[at++] = '\r';
      }
      converted[at++] = b;
    }
    return converted;
  }

  /** A program's view; the shell makes further ones for the programs that it runs. */
  private record ProgramContext(
      ContainerProcess process, Setup setup, InputStream stdin, PrintStream stdout, PrintStream stderr)
      implements
        RunningProgram {
    @Override
    public String name() {
      return setup.argv.get(0);
    }

    @Override
    public List<String> arguments() {
      return setup.argv.subList(1, setup.argv.size());
    }

    @Override
    public Map<String, String> environment() {
      return setup.environment;
    }

    @Override
    public String workingDirectory() {
      return setup.workingDirectory;
    }

    @Override
    public String hostName() {
      return setup.hostName;
    }

    @Override
    public User user() {
      return setup.user;
    }

    @Override
    public int userId() {
      return setup.user.id();
    }

    @Override
    public int groupId() {
      return setup.user.groupId();
    }

    @Override
    public ProcessFiles files() {
      Owner user = new Owner(setup.user.id(), setup.user.groupId());
      return new ProcessFiles(setup.files, setup.workingDirectory, user, process::checkpoint);
    }

    @Override
    public ServerSocket listen(int port) throws IOException {
      return setup.networks.listen(port);
    }

    @Override
    public Socket connect(String host, int port) throws IOException {
      return setup.networks.connect(host, port);
    }

    @Override
    public List<Integer> listening() {
      return setup.networks.listening();
    }

    @Override
    public boolean isTerminal() {
      return setup.tty;
    }

    @Override
    public int terminalRows() {
      return process.terminalSize.rows();
    }

    @Override
    public int terminalColumns() {
      return process.terminalSize.columns();
    }

    @Override
    public void onSignal(Consumer<String> handler) {
      process.onSignal(handler);
    }

    @Override
    public Map<String, Program> programs() {
      return setup.programs;
    }

    @Override
    public long pid() {
      return process.first ? 1 : process.pid;
    }

    @Override
    public Map<Long, BooleanSupplier> children() {
      return process.children;
    }

    @Override
    public void kill(int code) {
      process.kill(code);
    }

    @Override
    public KilledError refuse(String words) {
      process.print(setup.tty ? 1 : 2).print(words + "\n");
      process.kill(2);
      return new KilledError();
    }

    @Override
    public RunningProgram with(
        List<String> argv,
        Map<String, String> environment,
        String directory,
        InputStream in,
        PrintStream out,
        PrintStream err) {
      Setup changed = new Setup(
          argv, environment, directory, setup.hostName, setup.tty, setup.programs, setup.user, setup.files,
          setup.networks);
      return new ProgramContext(process, changed, in, out, err);
    }
  }
}
