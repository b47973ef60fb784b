package io.longshore.container;

import io.longshore.ArchiveException;
import io.longshore.ByteStream;
import io.longshore.DockerException;
import io.longshore.EngineException;
import io.longshore.NotFoundException;
import io.longshore.generated.engine.api.ContainerApi;
import io.longshore.generated.engine.model.ContainerPathStat;
import io.longshore.generated.runtime.BodyWriter;
import io.longshore.generated.runtime.Json;
import io.longshore.internal.http.Executor;
import io.longshore.internal.http.Limits;
import io.longshore.internal.stream.ByteSource;
import io.longshore.internal.stream.SourceByteStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The calls that files go through. */
final class Archives {
  private static final String STAT = "X-Docker-Container-Path-Stat";
  private static final String YES = "true";
  private static final String KINDS_DIFFER = "cannot overwrite ";

  private final Executor executor;
  private final String container;

  Archives(Executor executor, String container) {
    this.executor = executor;
    this.container = container;
  }

  String container() {
    return container;
  }

  private String resource(String path) {
    return container + ":" + path;
  }

  PathStat stat(ContainerPath path) {
    String header;
    try {
      header =
          executor
              .exchange(
                  ContainerApi.containerArchiveInfo(container).path(path.path()).request().about(resource(path.path())),
                  Limits.ORDINARY)
              .headers()
              .get(STAT);
    } catch (NotFoundException e) {
      // This answer has no body, so the engine gives no reason.
      throw new NotFoundException(
          new NotFoundException.Answer(
              e.operation(), e.resource(), e.status(), "no such path in the container, or no such container", e.apiVersion()));
    }
    try {
      String json = Executor.present(header, "the header " + STAT);
      return PathStat.of(
          Executor.present(Json.decode(ContainerPathStat.ADAPTER, Base64.getDecoder().decode(json)), "what lies at " + path));
    } catch (IOException | IllegalArgumentException e) {
      throw new DockerException("what the engine says of " + resource(path.path()) + " cannot be read: " + e.getMessage(), e);
    }
  }

  @Nullable PathStat statOrNull(ContainerPath path) {
    try {
      return stat(path);
    } catch (NotFoundException e) {
      return null;
    }
  }

  ByteSource source(String path) {
    return executor.bytes(
        ContainerApi.containerArchive(container).path(path).request().about(resource(path)), Limits.BULK);
  }

  ByteStream open(String path) {
    return new SourceByteStream(source(path));
  }

  /** Unpacks what is written while it is sent; folders stay folders, and files files. */
  void put(ContainerPath folder, BodyWriter tar) {
    send(folder, ContainerApi.putContainerArchive(container).noOverwriteDirNonDir(YES).body(tar));
  }

  void extract(ContainerPath folder, InputStream tar, ExtractOptions options) {
    send(
        folder,
        ContainerApi.putContainerArchive(container)
            .noOverwriteDirNonDir(options.keepKinds() ? YES : null)
            .copyUIDGID(options.containerOwner() ? YES : null)
            .body(tar));
  }

  private void send(ContainerPath folder, ContainerApi.PutContainerArchiveOperation operation) {
    try {
      executor.exchange(
          operation.path(folder.path()).request().about(resource(folder.path())), Limits.PROGRESS);
    } catch (EngineException e) {
      // Engines call this their own failure (500).
      if (e.engineMessage().contains(KINDS_DIFFER)) {
        throw new ArchiveException(
            folder.path(),
            "holds a folder where the copy has none, or the other way round: " + e.engineMessage() + "; remove it first or"
                + " choose another target",
            e);
      }
      throw e;
    }
  }
}
