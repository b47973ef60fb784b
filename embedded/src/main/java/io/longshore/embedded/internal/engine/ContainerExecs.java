package io.longshore.embedded.internal.engine;

import io.longshore.embedded.Program;
import io.longshore.embedded.internal.EngineError;
import io.longshore.embedded.internal.process.User;
import io.longshore.generated.engine.model.ExecCreateRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/** The further processes of one container. */
public final class ContainerExecs {
  private final Engine engine;
  private final Container container;
  private volatile boolean endedWithContainer;
  private final List<Exec> execs = new CopyOnWriteArrayList<>();

  ContainerExecs(Engine engine, Container container) {
    this.engine = engine;
    this.container = container;
  }

  /** Those that are not over. */
  public List<Exec> list() {
    return execs.stream().filter(exec -> !exec.isOver()).toList();
  }

  /** Whether some ran until their container ended. */
  boolean endedWithContainer() {
    return endedWithContainer;
  }

  /** Makes one. */
  Exec create(ExecCreateRequest request, String containerAsNamed) {
    container.checkRunning();
    if (container.state().paused()) {
      throw EngineError.conflict("Container " + containerAsNamed + " is paused, unpause the container before exec");
    }
    // Engines collect the variables of links now, and refuse an exec beside one that does not run.
    container.linkVariables();
    String asked = Objects.requireNonNullElse(request.user(), "");
    String userName = asked.isEmpty() ? Objects.requireNonNullElse(container.config().user(), "") : asked;
    Exec exec = new Exec(container, request, userName, User.of(userName, container.hostConfig().groupAdd()));
    execs.removeIf(Exec::isOver);
    execs.add(exec);
    tell("exec_create", exec);
    return exec;
  }

  /** Starts one. */
  ContainerProcess start(Exec exec, Program program, OutputSink sink) {
    container.checkRunning();
    ExecCreateRequest request = exec.request();
    List<String> env = new ArrayList<>(container.config().env());
    env.addAll(request.env());
    ContainerProcess process = new ContainerProcess(
        engine.nextPid(),
        false,
        ContainerProcess.Setup.of(container, request.cmd(), env, exec.tty(), exec.directory(), exec.user()),
        program,
        sink,
        container.frozen());
    process.resize(exec.size());
    if (!Boolean.TRUE.equals(request.attachStdin())) {
      process.stdin().end();
    }
    tell("exec_start", exec);
    process.onExit(
        code -> engine
            .events()
            .container("exec_die", container, Map.of("execID", exec.id(), "exitCode", String.valueOf(code))));
    process.start();
    return process;
  }

  private void tell(String action, Exec exec) {
    List<String> words = exec.request().cmd();
    // Engines put the space there even when there are no arguments.
    String command = words.get(0) + " " + String.join(" ", words.subList(1, words.size()));
    engine.events().container(action + ": " + command, container, Map.of("execID", exec.id()));
  }

  /** Ends them with their container. */
  void killAll() {
    endedWithContainer = !list().isEmpty();
    execs.forEach(Exec::kill);
    execs.clear();
  }
}
