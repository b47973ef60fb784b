package io.longshore.container;

import io.longshore.DockerException;
import io.longshore.NotFoundException;
import io.longshore.generated.engine.api.ContainerApi;
import io.longshore.generated.engine.model.ContainerCreateResponse;
import io.longshore.generated.engine.model.ContainerPruneResponse;
import io.longshore.generated.engine.model.ContainerSummary;
import io.longshore.image.Images;
import io.longshore.image.PullPolicy;
import io.longshore.internal.Answered;
import io.longshore.internal.http.Executor;
import io.longshore.internal.http.Limits;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** The containers of an engine. Safe for use by many threads. */
public final class Containers {
  private static final System.Logger LOG = System.getLogger(Containers.class.getName());

  private static final Duration CLEANUP = Duration.ofSeconds(30);

  private final Executor executor;

  /**
   * Made by {@link io.longshore.DockerClient#containers()}.
   *
   * @param executor makes the calls
   */
  public Containers(Executor executor) {
    this.executor = executor;
  }

  /**
   * Makes a container that does not run yet.
   *
   * @param options names at least the image
   * @return the container
   * @throws NotFoundException when the engine does not have the image: pull it first, or use {@link #run(Consumer)}
   * @throws io.longshore.ConflictException when the name is taken
   */
  public Container create(Consumer<CreateOptions.Builder> options) {
    return create(CreateOptions.of(options));
  }

  /**
   * Makes a container that does not run yet.
   *
   * @param options what it is made of
   * @return the container
   * @throws NotFoundException when the engine does not have the image: pull it first, or use {@link #run(CreateOptions)}
   * @throws io.longshore.ConflictException when the name is taken
   */
  public Container create(CreateOptions options) {
    String about = options.name() == null ? "a container of " + options.image() : options.name();
    ContainerCreateResponse created =
        executor.call(
            ContainerApi.containerCreate()
                .name(options.name())
                .platform(options.platform())
                .body(options.request())
                .request()
                .about(about));
    created.warnings().forEach(warning -> LOG.log(System.Logger.Level.WARNING, "ContainerCreate: {0}", warning));
    return new Container(executor, Answered.id(created.id(), "the container", "look for it by its name, image and labels"));
  }

  /**
   * Makes a container and starts it; pulls the image first when the engine does not have it (see
   * {@link CreateOptions.Builder#pull}). A container that cannot be started is removed again.
   *
   * @param options names at least the image
   * @return the running container
   * @throws io.longshore.EngineException when pulling, creating or starting was refused
   */
  public Container run(Consumer<CreateOptions.Builder> options) {
    return run(CreateOptions.of(options));
  }

  /**
   * Makes a container and starts it; pulls the image first when the engine does not have it (see
   * {@link CreateOptions.Builder#pull}). A container that cannot be started is removed again.
   *
   * @param options what it is made of
   * @return the running container
   * @throws io.longshore.EngineException when pulling, creating or starting was refused
   */
  public Container run(CreateOptions options) {
    Container container = createdFor(options);
    try {
      container.start();
    } catch (RuntimeException | Error e) {
      removeAfter(e, container);
      throw e;
    }
    return container;
  }

  /**
   * Makes a container, connects to its outputs, and starts it, so that not a byte is missed; with
   * {@link CreateOptions.Builder#openStdin} to its input too. The image is pulled like by {@link #run(Consumer)}.
   *
   * <pre>{@code
   * try (Session sort = docker.containers().runAttached(c -> c.image("busybox").command("sort").openStdin().autoRemove())) {
   *   names.transferTo(sort.stdin());
   *   sort.closeStdin();
   *   System.out.print(new String(sort.stdout().readAllBytes(), UTF_8));
   *   int code = sort.waitFor();
   * }
   * }</pre>
   *
   * @param options names at least the image
   * @return the session with the running program; {@link Session#container()} is the container. The caller closes it, and
   *     removes the container where it does not remove itself
   * @throws io.longshore.EngineException when pulling, creating or starting was refused
   */
  public Session runAttached(Consumer<CreateOptions.Builder> options) {
    return runAttached(options, streams -> {});
  }

  /**
   * Makes a container, connects to its standard streams, and starts it, so that not a byte is missed. The image is pulled like
   * by {@link #run(Consumer)}.
   *
   * @param options names at least the image
   * @param streams what to send to its input, and where its outputs go
   * @return the session with the running program; {@link Session#container()} is the container. The caller closes it, and
   *     removes the container where it does not remove itself
   * @throws io.longshore.EngineException when pulling, creating or starting was refused
   */
  public Session runAttached(Consumer<CreateOptions.Builder> options, Consumer<AttachOptions.Builder> streams) {
    AttachOptions connected = AttachOptions.of(streams);
    CreateOptions wanted =
        CreateOptions.of(
            builder -> {
              options.accept(builder);
              builder.attached(connected.streams().stdin());
            });
    boolean callerWrites = !connected.streams().stdin() && Boolean.TRUE.equals(wanted.request().openStdin());
    AttachOptions attach = callerWrites ? connected.withStdin() : connected;
    Container container = createdFor(wanted);
    try {
      Session session = Attachments.open(executor, container.id(), attach);
      try {
        container.start();
      } catch (RuntimeException | Error e) {
        session.close();
        throw e;
      }
      return session;
    } catch (RuntimeException | Error e) {
      removeAfter(e, container);
      throw e;
    }
  }

  private Container createdFor(CreateOptions options) {
    if (options.pull() == PullPolicy.ALWAYS) {
      pull(options);
    }
    return createPulling(options);
  }

  private void removeAfter(Throwable failure, Container container) {
    // An interrupt has ended the start and would end this too.
    boolean interrupted = Thread.interrupted();
    try {
      Executor soon = executor.with(executor.timeouts().withCall(CLEANUP));
      new Container(soon, container.id()).remove(RemoveOptions.Builder::force);
    } catch (DockerException cleanup) {
      failure.addSuppressed(cleanup);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private Container createPulling(CreateOptions options) {
    try {
      return create(options);
    } catch (NotFoundException missing) {
      if (options.pull() != PullPolicy.MISSING || hasImage(options)) {
        throw missing;
      }
      try {
        pull(options);
      } catch (DockerException e) {
        e.addSuppressed(missing);
        throw e;
      }
      return create(options);
    }
  }

  /** A network or a volume driver may be what is missing. */
  private boolean hasImage(CreateOptions options) {
    try {
      new Images(executor).get(options.image()).inspect();
      return true;
    } catch (NotFoundException e) {
      return false;
    }
  }

  private void pull(CreateOptions options) {
    String image = options.image();
    new Images(executor).pull(p -> {
      p.reference(image);
      if (options.platform() != null) {
        p.platform(options.platform());
      }
      if (options.auth() != null) {
        p.auth(options.auth());
      }
    });
  }

  /**
   * Lists the running containers.
   *
   * @return what the engine says of each, newest first
   */
  public List<ContainerSummary> list() {
    return list(options -> {});
  }

  /**
   * Lists containers.
   *
   * @param options which ones
   * @return what the engine says of each, newest first
   */
  public List<ContainerSummary> list(Consumer<ListOptions.Builder> options) {
    ListOptions wanted = ListOptions.of(options);
    return executor.list(
        ContainerApi.containerList()
            .all(wanted.all() ? true : null)
            .size(wanted.size() ? true : null)
            .limit(wanted.limit())
            .filters(wanted.filters())
            .request(),
        wanted.size() ? Limits.HEAVY : Limits.ORDINARY);
  }

  /**
   * A handle of a container that exists already. Nothing is asked here: the handle's first call fails with
   * {@link NotFoundException} when there is no such container.
   *
   * @param idOrName its id, the beginning of its id, or its name, also with the slash that lists show before names
   * @return the handle
   * @throws IllegalArgumentException when the text can be neither
   */
  public Container get(String idOrName) {
    return new Container(executor, idOrName);
  }

  /**
   * Removes every stopped container.
   *
   * @return which ones, and the bytes that became free
   */
  public ContainerPruneResponse prune() {
    return prune(options -> {});
  }

  /**
   * Removes stopped containers.
   *
   * @param options which ones
   * @return which ones, and the bytes that became free
   */
  public ContainerPruneResponse prune(Consumer<PruneOptions.Builder> options) {
    PruneOptions wanted = PruneOptions.of(options);
    return executor.call(ContainerApi.containerPrune().filters(wanted.filters()).request(), Limits.HEAVY);
  }
}
