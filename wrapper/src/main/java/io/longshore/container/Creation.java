package io.longshore.container;

import io.longshore.error.CancelledException;
import io.longshore.error.DockerException;
import io.longshore.generated.engine.api.ContainerApi;
import io.longshore.generated.engine.model.ContainerCreateRequest;
import io.longshore.generated.engine.model.ContainerCreateResponse;
import io.longshore.generated.engine.model.ContainerStartOptions;
import io.longshore.generated.runtime.ApiRequest;
import io.longshore.internal.Amended;
import io.longshore.internal.Answered;
import io.longshore.internal.Aside;
import io.longshore.internal.CreationLabel;
import io.longshore.internal.http.ApiExecutor;
import io.longshore.internal.http.Cancellation;
import io.longshore.internal.http.Limits;
import io.longshore.internal.http.NetworkCalls;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Creates one container, and never leaves an unknown one behind. A thread of its own sends the request, so that an
 * interrupt does not cut its connection: the response says best what was created. If no response can come any more, a
 * label that only this container has finds it.
 */
final class Creation {
  /** How long an interrupted create waits for its response. */
  private static final Duration ANSWER = Duration.ofSeconds(5);

  private static final System.Logger LOG = System.getLogger(Containers.class.getName());

  private final ApiExecutor executor;
  private final Cancellation cancellation = new Cancellation();
  private final String label;
  private final CreateOptions options;
  private final String mark = UUID.randomUUID().toString();
  private final String what;
  private List<String> warnings = List.of();
  /** What happened to a container that may have been created. */
  private volatile @Nullable String known;

  private Creation(ApiExecutor executor, CreateOptions options) {
    this.executor = executor;
    this.options = options;
    label = CreationLabel.NAME + "=" + mark;
    what = executor.what(request(options.request()));
  }

  static Container of(ApiExecutor executor, CreateOptions options) {
    return new Creation(executor, options).container();
  }

  /** Starts a container; false if it was running already. */
  static boolean start(ApiExecutor calls, String id, Consumer<ContainerStartOptions> options) {
    ApiRequest<Void> request = ContainerApi.containerStart(id).options(options).request();
    Settings.checkKeys(request.query("detachKeys"));
    return NetworkCalls.withAddress(() -> calls.exchange(request, Limits.ORDINARY)).hasChanged();
  }

  private ApiRequest<ContainerCreateResponse> request(ContainerCreateRequest wanted) {
    return ContainerApi.containerCreate()
        .options(o -> o.name(options.name()).platform(options.platform()))
        .body(wanted.toBuilder().labels(Concat.of(wanted.labels(), Map.of(CreationLabel.NAME, mark))).build())
        .request()
        .about(options.shown());
  }

  private Container container() {
    // If the thread is interrupted before anything is sent, there is nothing to wait for.
    if (Thread.currentThread().isInterrupted()) {
      throw interrupted("nothing was sent", null);
    }
    FurtherNetworks networks = new FurtherNetworks(options.request(), executor.version());
    Aside<Container> sending = Aside.start("longshore-create",
        () -> connected(NetworkCalls.withAddress(() -> send(networks.first())), networks));
    try {
      return sending.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw abandoned(sending);
    }
  }

  private Container connected(Container container, FurtherNetworks networks) {
    try {
      for (String warning : warnings) {
        warn(warning);
      }
      networks.connect(executor.with(cancellation).about(container.id(), options.shown()), container.id());
      return container;
    } catch (RuntimeException | Error e) {
      known = "It could not be completed, and the engine was asked to remove it";
      throw Leftover.removedAfter(e, executor, container.id());
    }
  }

  private Container send(ContainerCreateRequest wanted) {
    try {
      ContainerCreateResponse created = executor.with(cancellation).call(request(wanted));
      warnings = created.warnings();
      return new Container(executor, Answered.id(created.id(), "the container", "its label is " + label),
          options.name());
    } catch (DockerException e) {
      if (!cancellation.mayHaveActed()) {
        throw e;
      }
      throw Amended.with(e, lookedFor());
    } catch (RuntimeException | Error e) {
      if (cancellation.mayHaveActed()) {
        e.addSuppressed(new DockerException(lookedFor(), null));
      }
      throw e;
    }
  }

  private void warn(String warning) {
    Consumer<String> listener = options.warnings();
    if (listener == null) {
      LOG.log(System.Logger.Level.WARNING, "ContainerCreate: {0}", warning);
    } else {
      listener.accept(warning);
    }
  }

  private String lookedFor() {
    String became = Leftover.removeMarked(executor, label);
    known = became;
    return became;
  }

  private CancelledException abandoned(Aside<Container> sending) {
    if (!sending.settled(ANSWER)) {
      cancellation.cancel();
      if (!sending.settled(Leftover.PATIENCE)) {
        return interrupted(
            "the engine does not respond. Look for a container with the label " + label + ", and remove it", null);
      }
    }
    try {
      Container made = sending.result();
      return interrupted("the engine had created the container. " + Leftover.remove(executor, made.id()), null);
    } catch (DockerException e) {
      String became = known;
      if (became != null) {
        return interrupted("no response came. " + became, e);
      }
      return interrupted(
          cancellation.wasRefused() ? "the engine had refused, and nothing was created" : "nothing was sent", e);
    }
  }

  private CancelledException interrupted(String then, @Nullable Throwable cause) {
    return new CancelledException(what + ": the thread was interrupted; " + then, cause);
  }
}
