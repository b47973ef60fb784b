package io.longshore.file;

import io.longshore.error.ConnectionException;
import io.longshore.error.DockerException;
import io.longshore.error.EngineException;
import io.longshore.error.NotFoundException;
import io.longshore.generated.engine.api.ContainerApi;
import io.longshore.generated.engine.model.ContainerInspect;
import io.longshore.generated.engine.model.ContainerPathStat;
import io.longshore.generated.engine.model.PutContainerArchiveOptions;
import io.longshore.generated.runtime.BodyWriter;
import io.longshore.generated.runtime.Json;
import io.longshore.internal.http.ApiExecutor;
import io.longshore.internal.http.Limits;
import io.longshore.internal.http.Reply;
import io.longshore.internal.options.Check;
import io.longshore.internal.stream.ByteSource;
import io.longshore.internal.stream.SourceByteStream;
import io.longshore.internal.tar.WholeArchive;
import io.longshore.stream.ByteStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The requests for files. */
final class Archives {
  private static final String STAT = "X-Docker-Container-Path-Stat";
  private static final String YES = "true";

  private final ApiExecutor executor;
  private final String container;
  private final AtomicReference<@Nullable HiddenMounts> mounts;

  Archives(ApiExecutor executor, String container) {
    this(executor, container, new AtomicReference<>());
  }

  private Archives(ApiExecutor executor, String container, AtomicReference<@Nullable HiddenMounts> mounts) {
    this.executor = executor;
    this.container = container;
    this.mounts = mounts;
  }

  /** The same for a method, which failures then name. */
  Archives forCall(String method) {
    return new Archives(executor.forCall(method), container, mounts);
  }

  String container() {
    return container;
  }

  private String resource(String path) {
    return container + ":" + path;
  }

  /**
   * Throws for a path that archives do not reach. Links on the way are checked only if the container has memory mounts
   * of its own: otherwise only an odd link leads into one, and each check is a request.
   *
   * @param followed whether a link at the path's end is followed too
   */
  void reach(ContainerPath path, boolean followed) {
    HiddenMounts hidden = mounts();
    hidden.check(path.path());
    if (hidden.chosen()) {
      ContainerPath real = real(followed ? path : path.parent(), path, hidden);
      if (real != null && !followed) {
        hidden.check(path, real.child(path.name()).path());
      }
    } else if (followed) {
      linked(path, path, hidden);
    }
  }

  /** Resolves the links of a directory's path, in the same case only. */
  ContainerPath real(ContainerPath directory) {
    HiddenMounts hidden = mounts();
    ContainerPath real = hidden.chosen() ? real(directory, directory, hidden) : null;
    return real == null ? directory : real;
  }

  /** Resolves the links of a path; null if it does not exist, which the engine reports with a better reason. */
  private @Nullable ContainerPath real(ContainerPath path, ContainerPath asked, HiddenMounts hidden) {
    if (path.name().isEmpty()) {
      return path;
    }
    ContainerPath parent = real(path.parent(), asked, hidden);
    return parent == null ? null : linked(parent.child(path.name()), asked, hidden);
  }

  /** What a link finally leads to, or the path itself if it is not a link. */
  private @Nullable ContainerPath linked(ContainerPath path, ContainerPath asked, HiddenMounts hidden) {
    PathStat found = statOrNull(path);
    if (found == null || found.linkTarget() == null) {
      return found == null ? null : path;
    }
    ContainerPath target = PathLookup.linked(path, found.linkTarget());
    hidden.check(asked, target.path());
    return target;
  }

  HiddenMounts mounts() {
    HiddenMounts known = mounts.get();
    if (known == null) {
      Reply<ContainerInspect> reply = executor.exchange(ContainerApi.containerInspect(container).request(),
          Limits.ORDINARY);
      // Podman copies in the view of the container's processes.
      known = reply.isPodman() ? HiddenMounts.NONE
          : HiddenMounts.of(ApiExecutor.present(reply.body(), "the state of the container"));
      if (Check.isFullId(container)) {
        mounts.set(known); // Another container may have the same name later, but none the same id.
      }
    }
    return known;
  }

  PathStat stat(ContainerPath path) {
    try {
      return head(path);
    } catch (EngineException e) {
      throw FileErrors.told(path.path(), withReason(e, path));
    }
  }

  private PathStat head(ContainerPath path) {
    String header = executor
        .exchange(
            ContainerApi.containerArchiveInfo(container).options(o -> o.path(path.path())).request()
                .about(resource(path.path())),
            Limits.ORDINARY)
        .headers()
        .get(STAT);
    try {
      String json = ApiExecutor.present(header, "the header " + STAT);
      return PathStat.of(
          ApiExecutor.present(Json.decode(ContainerPathStat.ADAPTER, Base64.getDecoder().decode(json)),
              "what is at " + path));
    } catch (IOException | IllegalArgumentException e) {
      throw new DockerException("what the engine reports of " + executor.nameOf(container) + ":" + path.path()
          + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** A response to HEAD has no body and so no reason; a GET fails in the same way and says why. */
  private EngineException withReason(EngineException bare, ContainerPath path) {
    try {
      executor
          .bytes(ContainerApi.containerArchive(container).options(o -> o.path(path.path())).request()
              .about(resource(path.path())), Limits.ORDINARY)
          .close();
      return bare;
    } catch (EngineException e) {
      return e;
    } catch (ConnectionException e) {
      bare.addSuppressed(e);
      return bare;
    }
  }

  @Nullable
  PathStat statOrNull(ContainerPath path) {
    try {
      return head(path);
    } catch (NotFoundException e) {
      return null;
    } catch (EngineException e) {
      throw FileErrors.told(path.path(), withReason(e, path));
    }
  }

  ByteSource source(String path) {
    try {
      return executor.bytes(
          ContainerApi.containerArchive(container).options(o -> o.path(path)).request().about(resource(path)),
          Limits.BULK);
    } catch (EngineException e) {
      throw FileErrors.told(path, e);
    }
  }

  ByteStream open(String path) {
    return new SourceByteStream(new WholeArchive(source(path)));
  }

  /**
   * Unpacks an archive that is written while it is sent; directories stay directories, and files stay files.
   *
   * @param asked the path that the caller gave, for failures
   */
  void put(ContainerPath directory, ContainerPath asked, BodyWriter tar) {
    send(directory, asked, ContainerApi.putContainerArchive(container).body(tar),
        options -> options.noOverwriteDirNonDir(YES));
  }

  void extract(ContainerPath directory, InputStream tar, ExtractOptions options) {
    send(
        directory,
        directory,
        ContainerApi.putContainerArchive(container).body(tar),
        o -> o.noOverwriteDirNonDir(options.keepKinds ? YES : null).copyUIDGID(options.containerOwner ? YES : null));
  }

  private void send(
      ContainerPath directory,
      ContainerPath asked,
      ContainerApi.PutContainerArchiveOperation operation,
      Consumer<PutContainerArchiveOptions> options) {
    try {
      executor.exchange(
          operation.options(options.andThen(o -> o.path(directory.path()))).request().about(resource(asked.path())),
          Limits.PROGRESS);
    } catch (EngineException e) {
      throw FileErrors.told(directory.path(), e);
    }
  }
}
