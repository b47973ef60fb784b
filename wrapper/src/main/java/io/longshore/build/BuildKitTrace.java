package io.longshore.build;

import io.longshore.generated.engine.model.BuildProgress;
import io.longshore.internal.progress.TransferFeed;
import java.time.Instant;
import java.util.Base64;

/** BuildKit tells everything in messages of protocol buffers: {@code StatusResponse} of its control API. */
final class BuildKitTrace extends VertexTrace {
  private static final String TRACE = "moby.buildkit.trace";

  BuildKitTrace(BuildSettings wanted, TransferFeed feed) {
    super(wanted, feed);
  }

  @Override
  void take(BuildProgress object) {
    super.take(object);
    if (TRACE.equals(object.id()) && object.aux() instanceof String text) {
      try {
        status(new ProtoReader(decoded(text)));
      } catch (ProtoReader.BrokenMessageException e) {
        // The build goes on all the same; its result is told in another way.
      }
    }
  }

  private static byte[] decoded(String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new ProtoReader.BrokenMessageException();
    }
  }

  private void status(ProtoReader status) {
    for (int field = status.next(); field != 0; field = status.next()) {
      switch (field) {
        case 1 -> vertex(status.message());
        case 2 -> moved(status.message());
        case 3 -> log(status.message());
        case 4 -> warning(status.message());
        default -> {
        }
      }
    }
  }

  private void vertex(ProtoReader vertex) {
    String digest = "";
    String name = "";
    boolean cached = false;
    Instant started = null;
    Instant completed = null;
    String error = "";
    for (int field = vertex.next(); field != 0; field = vertex.next()) {
      switch (field) {
        case 1 -> digest = vertex.text();
        case 3 -> name = vertex.text();
        case 4 -> cached = vertex.number() != 0;
        case 5 -> started = time(vertex.message());
        case 6 -> completed = time(vertex.message());
        case 7 -> error = vertex.text();
        default -> {
        }
      }
    }
    vertex(digest, name, cached, started, completed, error);
  }

  /** A part of a step that has a size, such as a layer. */
  private void moved(ProtoReader part) {
    String id = "";
    long current = 0;
    long total = 0;
    boolean completed = false;
    for (int field = part.next(); field != 0; field = part.next()) {
      switch (field) {
        case 1 -> id = part.text();
        case 4 -> current = part.number();
        case 5 -> total = part.number();
        case 8 -> completed = true;
        default -> {
        }
      }
    }
    moved(id, current, total, completed);
  }

  private void log(ProtoReader log) {
    String vertex = "";
    long stream = 0;
    byte[] text = {};
    for (int field = log.next(); field != 0; field = log.next()) {
      switch (field) {
        case 1 -> vertex = log.text();
        case 3 -> stream = log.number();
        case 4 -> text = log.bytes();
        default -> {
        }
      }
    }
    log(vertex, stream, text);
  }

  private void warning(ProtoReader warning) {
    for (int field = warning.next(); field != 0; field = warning.next()) {
      if (field == 3) {
        warned(warning.text());
      }
    }
  }

  private static Instant time(ProtoReader time) {
    long seconds = 0;
    long nanos = 0;
    for (int field = time.next(); field != 0; field = time.next()) {
      if (field == 1) {
        seconds = time.number();
      } else if (field == 2) {
        nanos = time.number();
      }
    }
    try {
      return Instant.ofEpochSecond(seconds, nanos);
    } catch (java.time.DateTimeException | ArithmeticException e) {
      throw new ProtoReader.BrokenMessageException();
    }
  }
}
