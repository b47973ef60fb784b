package io.longshore.container;

import io.longshore.error.DockerException;
import io.longshore.error.NotFoundException;
import io.longshore.generated.engine.api.ContainerApi;
import io.longshore.generated.engine.model.ContainerListOptions;
import io.longshore.generated.engine.model.ContainerPruneOptions;
import io.longshore.generated.engine.model.ContainerPruneResponse;
import io.longshore.generated.engine.model.ContainerSummary;
import io.longshore.generated.runtime.ApiRequest;
import io.longshore.image.Images;
import io.longshore.image.PullPolicy;
import io.longshore.internal.http.ApiExecutor;
import io.longshore.internal.http.Limits;
import io.longshore.internal.options.AttachSettings;
import io.longshore.session.AttachOptions;
import io.longshore.session.Session;
import java.util.List;
import java.util.function.Consumer;

/**
 * The containers of an engine. Thread-safe.
 *
 * <p>Every container that is created here has the label {@code io.longshore.create} with a unique value. If create, run
 * or runAttached throws, for any reason, it leaves no container. An interrupt or a closed client does not cut the
 * request short: the call may take about ten seconds more if the engine does not answer, and a container that the
 * engine has created is removed. If the engine cannot be reached any more, or takes longer, the exception names the
 * container or the label to look for.
 */
public final class Containers {
  private final ApiExecutor executor;

  /**
   * Created by {@link io.longshore.DockerClient#containers()}.
   *
   * @param executor sends the requests
   */
  public Containers(ApiExecutor executor) {
    this.executor = executor;
  }

  /**
   * Creates a container without starting it.
   *
   * @param options names at least the image
   * @return the container
   * @throws NotFoundException if the engine does not have the image; {@link CreateOptions.Builder#pull} pulls it
   * @throws io.longshore.error.ConflictException if the name is taken, or a fixed address of it (some engines: at the
   *     start)
   * @throws io.longshore.error.CancelledException if the thread is interrupted; it stays interrupted, and the container
   *     is removed if it was created
   */
  public Container create(Consumer<CreateOptions.Builder> options) {
    return create(CreateOptions.of(options));
  }

  /**
   * Creates a container without starting it.
   *
   * @param options what to create
   * @return the container
   * @throws NotFoundException if the engine does not have the image; {@link CreateOptions.Builder#pull} pulls it
   * @throws io.longshore.error.ConflictException if the name is taken, or a fixed address of it (some engines: at the
   *     start)
   * @throws io.longshore.error.CancelledException if the thread is interrupted; it stays interrupted, and the container
   *     is removed if it was created
   */
  public Container create(CreateOptions options) {
    return createdFor(executor.forCall("create"), options, options.pullOr(PullPolicy.NEVER));
  }

  /**
   * Creates a container and starts it; pulls the image first if the engine does not have it, or only for another
   * platform than {@link CreateOptions.Builder#platform} asks for (see {@link CreateOptions.Builder#pull}). A container
   * that cannot be started is removed again.
   *
   * @param options names at least the image
   * @return the running container
   * @throws io.longshore.error.EngineException if the engine refuses to pull, create or start; a
   *     {@link io.longshore.error.ConflictException} if the name or a fixed address is taken
   * @throws io.longshore.error.UnauthorizedException if the image must be pulled and its registry requires credentials,
   *     or rejects these
   */
  public Container run(Consumer<CreateOptions.Builder> options) {
    return run(CreateOptions.of(options));
  }

  /**
   * Creates a container and starts it; pulls the image first if the engine does not have it, or only for another
   * platform than {@link CreateOptions.Builder#platform} asks for (see {@link CreateOptions.Builder#pull}). A container
   * that cannot be started is removed again.
   *
   * @param options what to create
   * @return the running container
   * @throws io.longshore.error.EngineException if the engine refuses to pull, create or start; a
   *     {@link io.longshore.error.ConflictException} if the name or a fixed address is taken
   * @throws io.longshore.error.UnauthorizedException if the image must be pulled and its registry requires credentials,
   *     or rejects these
   */
  public Container run(CreateOptions options) {
    ApiExecutor calls = executor.forCall("run");
    Container container = createdFor(calls, options, options.pullOr(PullPolicy.MISSING));
    try {
      Creation.start(starting("run", container, options), container.id(), none -> {});
    } catch (RuntimeException | Error e) {
      throw Leftover.removedAfter(e, executor, container.id());
    }
    return container;
  }

  /**
   * Creates a container, connects to its outputs, and starts it, so that no output is missed; with
   * {@link CreateOptions.Builder#openStdin} to its input too. The image is pulled as by {@link #run(Consumer)}.
   *
   * <pre>{@code
   * Containers containers = docker.containers();
   * try (Session sort = containers.runAttached(c -> c.image("busybox").command("sort").openStdin().autoRemove())) {
   *   names.transferTo(sort.stdin());
   *   sort.closeStdin();
   *   System.out.print(new String(sort.stdout().readAllBytes(), UTF_8));
   *   int code = sort.waitFor();
   * }
   * }</pre>
   *
   * @param options names at least the image
   * @return the session with the running program; {@link Session#containerId()} is the container. The caller must close
   *     it, and remove the container unless it removes itself
   * @throws io.longshore.error.EngineException if the engine refuses to pull, create or start; a
   *     {@link io.longshore.error.ConflictException} if the name or a fixed address is taken
   * @throws io.longshore.error.UnauthorizedException if the image must be pulled and its registry requires credentials,
   *     or rejects these
   */
  public Session runAttached(Consumer<CreateOptions.Builder> options) {
    return runAttached(options, streams -> {});
  }

  /**
   * Creates a container, connects to its standard streams, and starts it, so that no output is missed. The image is
   * pulled as by {@link #run(Consumer)}.
   *
   * @param options names at least the image
   * @param streams what to send to its input, and where its outputs go
   * @return the session with the running program; {@link Session#containerId()} is the container. The caller must close
   *     it, and remove the container unless it removes itself
   * @throws io.longshore.error.EngineException if the engine refuses to pull, create or start; a
   *     {@link io.longshore.error.ConflictException} if the name or a fixed address is taken
   * @throws io.longshore.error.UnauthorizedException if the image must be pulled and its registry requires credentials,
   *     or rejects these
   */
  public Session runAttached(Consumer<CreateOptions.Builder> options, Consumer<AttachOptions> streams) {
    return runAttached(CreateOptions.of(options), streams);
  }

  /**
   * Creates a container, connects to its outputs, and starts it, as {@link #runAttached(Consumer)} does.
   *
   * @param options what to create, such as what {@link CreateOptions#parse(String)} has read
   * @return the session with the running program; {@link Session#containerId()} is the container. The caller must close
   *     it, and remove the container unless it removes itself
   */
  public Session runAttached(CreateOptions options) {
    return runAttached(options, streams -> {});
  }

  /**
   * Creates a container, connects to its standard streams, and starts it, as {@link #runAttached(Consumer, Consumer)}
   * does.
   *
   * @param options what to create
   * @param streams what to send to its input, and where its outputs go
   * @return the session with the running program; {@link Session#containerId()} is the container. The caller must close
   *     it, and remove the container unless it removes itself
   */
  public Session runAttached(CreateOptions options, Consumer<AttachOptions> streams) {
    AttachSettings attach = Settings.ofAttach(streams);
    CreateOptions wanted = options.attached(attach.stdin);
    if (Boolean.TRUE.equals(wanted.request().openStdin())) {
      attach.stdin = true;
    }
    Container container = createdFor(executor.forCall("runAttached"), wanted, wanted.pullOr(PullPolicy.MISSING));
    try {
      Session session = Attachments.open(container.calls("runAttached"), container, attach);
      try {
        Creation.start(starting("runAttached", container, wanted), container.id(), none -> {});
      } catch (RuntimeException | Error e) {
        session.close();
        throw e;
      }
      return session;
    } catch (RuntimeException | Error e) {
      throw Leftover.removedAfter(e, executor, container.id());
    }
  }

  private static Container createdFor(ApiExecutor calls, CreateOptions options, PullPolicy policy) {
    if (policy == PullPolicy.ALWAYS) {
      pull(calls, options);
    }
    return createPulling(calls, options, policy);
  }

  /** For messages about one that is removed again, of which nobody needs the id. */
  private ApiExecutor starting(String method, Container container, CreateOptions options) {
    return executor.forCall(method, container.id(), options.shown());
  }

  private static Container createPulling(ApiExecutor calls, CreateOptions options, PullPolicy policy) {
    try {
      return Creation.of(calls, options);
    } catch (NotFoundException missing) {
      if (policy != PullPolicy.MISSING) {
        throw missing;
      }
      // If the image exists now, another client pulled it; or something else is missing, such as a network.
      if (isOfAnotherPlatform(missing, options) || !hasImage(calls, options)) {
        try {
          pull(calls, options);
        } catch (DockerException e) {
          e.addSuppressed(missing);
          throw e;
        }
      }
      return Creation.of(calls, options);
    }
  }

  /** Whether the image exists, but not for the requested platform. Only the engine's words say that. */
  private static boolean isOfAnotherPlatform(NotFoundException missing, CreateOptions options) {
    return options.platform() != null && missing.engineMessage().contains("the specified platform");
  }

  private static boolean hasImage(ApiExecutor calls, CreateOptions options) {
    try {
      new Images(calls).get(options.image()).inspect();
      return true;
    } catch (NotFoundException e) {
      return false;
    }
  }

  private static void pull(ApiExecutor calls, CreateOptions options) {
    new Images(calls).pull(p -> {
      p.reference(options.image());
      if (options.platform() != null) {
        p.platform(options.platform());
      }
      if (options.auth() != null) {
        p.auth(options.auth());
      }
      if (options.pullProgress() != null) {
        p.progress(options.pullProgress());
      }
    });
  }

  /**
   * Lists the running containers.
   *
   * @return what the engine reports of each, newest first
   */
  public List<ContainerSummary> list() {
    return list(options -> {});
  }

  /**
   * Lists containers.
   *
   * @param options which ones
   * @return what the engine reports of each, newest first
   */
  public List<ContainerSummary> list(Consumer<ContainerListOptions> options) {
    ApiRequest<List<ContainerSummary>> request = ContainerApi.containerList().options(options).request();
    return executor.forCall("list").list(request, request.query("size") == null ? Limits.ORDINARY : Limits.HEAVY);
  }

  /**
   * Returns a handle to an existing container. This method does not ask the engine: the handle's first call throws
   * {@link NotFoundException} if there is no such container.
   *
   * @param idOrName its id, the beginning of its id, or its name, also with the leading slash that lists have
   * @return the handle
   * @throws IllegalArgumentException if the text is neither a valid name nor a valid id
   */
  public Container get(String idOrName) {
    return new Container(executor, idOrName, null);
  }

  /**
   * Removes every stopped container. Since API 1.25.
   *
   * @return which ones, and the bytes that were freed
   */
  public ContainerPruneResponse prune() {
    return prune(options -> {});
  }

  /**
   * Removes stopped containers. Since API 1.25.
   *
   * @param options which ones
   * @return which ones, and the bytes that were freed
   */
  public ContainerPruneResponse prune(Consumer<ContainerPruneOptions> options) {
    return executor.forCall("prune").call(ContainerApi.containerPrune().options(options).request(), Limits.HEAVY);
  }
}
