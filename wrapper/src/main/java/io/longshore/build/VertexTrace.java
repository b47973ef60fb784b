package io.longshore.build;

import io.longshore.generated.engine.model.ImageProgress;
import io.longshore.generated.engine.model.ProgressDetail;
import io.longshore.internal.progress.TransferFeed;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What BuildKit says, in whichever form it comes: its steps are the vertexes of a graph. */
abstract class VertexTrace extends BuildTrace {
  /** What a step that ended with another says for its error. */
  private static final Pattern CANCELLED = Pattern
      .compile("(?:(?:^|: )context canceled|: Canceled|code = Canceled desc = [^']*)$");

  /** A layer of a base image; other parts have no size, or names of their own. */
  private static final Pattern LAYER = Pattern.compile("(extracting )?sha256:([0-9a-f]{12})[0-9a-f]{52}");

  private static final long ERROR_STREAM = 2;
  private static final int MOST_TEXTS = 1000;

  private final Map<Printer, TextPieces> texts = new LinkedHashMap<>();

  private record Printer(String vertex, boolean error) {}

  VertexTrace(BuildSettings wanted, TransferFeed feed) {
    super(wanted, feed);
  }

  final void vertex(
      String digest, String name, boolean cached, @Nullable Instant started, @Nullable Instant completed,
      String error) {
    // BuildKit may take a step up again, which begins when it first began.
    BuildStep before = known(digest);
    Instant first = before == null || before.started() == null || started == null
        || before.started().isAfter(started) ? started : before.started();
    step(new BuildStep(digest, name, state(started, completed, error), cached, first, completed, error));
  }

  private static BuildStep.State state(@Nullable Instant started, @Nullable Instant completed, String error) {
    if (!error.isEmpty()) {
      return CANCELLED.matcher(error).find() ? BuildStep.State.CANCELLED : BuildStep.State.FAILED;
    }
    if (started == null) {
      return BuildStep.State.WAITING;
    }
    return completed == null ? BuildStep.State.RUNNING : BuildStep.State.COMPLETE;
  }

  /** A part of a step that has a size, such as a layer. */
  final void moved(String id, long current, long total, boolean completed) {
    Matcher layer = LAYER.matcher(id);
    if (layer.matches()) {
      boolean extracting = layer.group(1) != null;
      String doing = extracting ? "Extracting" : "Downloading";
      String done = extracting ? "Pull complete" : "Download complete";
      layer(ImageProgress.builder().id(layer.group(2)).status(completed ? done : doing)
          .progressDetail(ProgressDetail.builder().current(current).total(total == 0 ? null : total).build()).build());
    }
  }

  final void log(String vertex, long stream, byte[] text) {
    boolean error = stream == ERROR_STREAM;
    if (texts.size() > MOST_TEXTS) {
      endTexts();
    }
    printed(vertex, error, texts.computeIfAbsent(new Printer(vertex, error), key -> new TextPieces()).take(text));
  }

  /** Prints what is left of characters that were cut off. */
  private void endTexts() {
    texts.forEach((of, text) -> printed(of.vertex, of.error, text.end()));
    texts.clear();
  }

  @Override
  final void succeeded() {
    endTexts();
  }

  @Override
  final void failed(String error) {
    endTexts();
    for (BuildStep step : steps()) {
      if (step.state() == BuildStep.State.RUNNING) {
        step(ended(step, BuildStep.State.CANCELLED, ""));
      }
    }
  }
}
