package io.longshore.build;

import io.longshore.generated.engine.model.BuildProgress;
import io.longshore.generated.engine.model.ImageProgress;
import io.longshore.internal.progress.TransferFeed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a builder says, collected. */
abstract class BuildTrace {
  /** Of each step's output. */
  private static final int KEPT = 64 * 1024;

  /** Steps whose output is kept at one time: those that may be running. */
  private static final int PRINTING = 32;

  /** Far more than a build has; what an engine names beyond is left out. */
  private static final int MOST = 5000;

  /** At the end of the words: before it is the command, which may hold anything. */
  private static final Pattern EXIT = Pattern
      .compile("(?:: exit code: |returned a non-zero code: |while running runtime: exit status )(\\d{1,9})\\s*$");
  private static final Pattern USER = Pattern.compile("(?<=://)[^/\\s]+(?=@)");

  /** Of a name or a reason: a step may be a whole script. */
  private static final int LONGEST = 4000;
  private static final Pattern ONLY_ID = Pattern.compile("(?:sha256:)?([0-9a-f]{64})\\s*");
  private static final Pattern LAST_WORDS = Pattern.compile("Successfully built ([0-9a-f]{12,64})\\s*");

  private final BuildSettings wanted;
  private final TransferFeed feed;
  private final Map<String, BuildStep> known = new LinkedHashMap<>();
  private final Map<String, StringBuilder> printed = new LinkedHashMap<>();
  private final List<String> warnings = new ArrayList<>();
  private @Nullable String imageId;
  private @Nullable Pattern idInWords;

  BuildTrace(BuildSettings wanted, TransferFeed feed) {
    this.wanted = wanted;
    this.feed = feed;
  }

  /** One for a builder. */
  static BuildTrace of(BuilderKind builder, BuildSettings wanted, TransferFeed feed) {
    return builder == BuilderKind.CLASSIC ? new ClassicTrace(wanted, feed) : new BuildKitTrace(wanted, feed);
  }

  /** The engine will say the id in a text. Of other builds, a step may have printed what looks like one. */
  final void expectIdInWords(boolean isQuiet) {
    idInWords = isQuiet ? ONLY_ID : LAST_WORDS;
  }

  /** Takes one object of the stream. */
  void take(BuildProgress object) {
    if (object.aux() instanceof Map<?, ?> result && result.get("ID") instanceof String id) {
      // One for each stage; the last is that of the build.
      imageId = id;
    } else if (idInWords != null && object.stream() != null) {
      Matcher id = idInWords.matcher(object.stream());
      if (id.matches()) {
        imageId = id.group(1);
      }
    }
    if (object.status() != null) {
      layer(ImageProgress.builder().id(object.id()).status(object.status()).progressDetail(object.progressDetail())
          .build());
    }
  }

  /** The build has succeeded. */
  void succeeded() {}

  /** The steps that had begun have failed, or were cancelled. */
  abstract void failed(String error);

  /** The step by its id; null if it is not known. */
  final @Nullable BuildStep known(String id) {
    return known.get(id);
  }

  /** What a step is called among all that moves. */
  String shown(BuildStep step) {
    return step.name();
  }

  final void layer(ImageProgress progress) {
    feed.step(progress);
  }

  final void step(BuildStep told) {
    BuildStep step = new BuildStep(told.id(), shortened(told.name()), told.state(), told.cached(), told.started(),
        told.completed(), shortened(told.error()));
    BuildStep before = known.get(step.id());
    if (step.equals(before) || before == null && known.size() >= MOST) {
      return;
    }
    known.put(step.id(), step);
    if (step.state() == BuildStep.State.COMPLETE) {
      printed.remove(step.id());
    }
    feed.step(ImageProgress.builder().id(shown(step)).status(words(step)).build());
    wanted.steps.accept(step);
  }

  private String shortened(String text) {
    String shown = hidden(text);
    return shown.length() > LONGEST ? shown.substring(0, LONGEST) + "…" : shown;
  }

  /** Without what the address of a remote context may have for its server only. */
  final String hidden(String text) {
    String remote = wanted.remote;
    if (remote == null) {
      return text;
    }
    int query = remote.indexOf('?');
    boolean hasQuery = query >= 0 && query < remote.length() - 1;
    return hiddenUsers(hasQuery ? text.replace(remote.substring(query), "?…") : text);
  }

  /** An address without its user, its password and its query, which may hold a signature. */
  static String hiddenSecrets(String url) {
    return hiddenUsers(url.replaceFirst("(?s)\\?.*", "?…"));
  }

  static String hiddenUsers(String text) {
    return USER.matcher(text).replaceAll("…");
  }

  private static String words(BuildStep step) {
    return switch (step.state()) {
      case WAITING -> "Waiting";
      case RUNNING -> "Running";
      case COMPLETE -> step.cached() ? "Cached" : "Complete";
      case FAILED -> "Failed";
      case CANCELLED -> "Cancelled";
    };
  }

  final void printed(String step, boolean error, String piece) {
    if (piece.isEmpty()) {
      return;
    }
    String text = hidden(piece);
    StringBuilder kept = printed.remove(step);
    if (kept == null) {
      kept = new StringBuilder();
      if (printed.size() == PRINTING) {
        printed.remove(printed.keySet().iterator().next());
      }
    }
    printed.put(step, kept.append(text));
    if (kept.length() > 2 * KEPT) {
      kept.delete(0, kept.length() - KEPT);
    }
    BuildStep whose = known.get(step);
    wanted.output.accept(new BuildOutput(step, whose == null ? "" : whose.name(), error, text));
  }

  final void warned(String text) {
    if (warnings.size() < MOST) {
      warnings.add(shortened(text));
    }
  }

  final List<BuildStep> steps() {
    return List.copyOf(known.values());
  }

  final List<String> warnings() {
    return List.copyOf(warnings);
  }

  final @Nullable String imageId() {
    return imageId;
  }

  /** The end of what a step has printed. */
  final String output(String step) {
    StringBuilder kept = printed.get(step);
    return kept == null ? "" : kept.substring(Math.max(0, kept.length() - KEPT));
  }

  /**
   * The step that failed with these words of the builder; null if none did. Others may have failed too: a build goes on
   * without a cache that cannot be read.
   */
  final @Nullable BuildStep failedStep(String words) {
    String all = hidden(words);
    return known.values().stream()
        .filter(step -> step.state() == BuildStep.State.FAILED && all.contains(withoutEnd(step.error())))
        .reduce((first, second) -> second).orElse(null);
  }

  private static String withoutEnd(String shortened) {
    return shortened.length() > LONGEST ? shortened.substring(0, LONGEST) : shortened;
  }

  /** The exit code that a builder's words tell; -1 for none. */
  static int exitCode(String words) {
    Matcher code = EXIT.matcher(words);
    return code.find() ? Integer.parseInt(code.group(1)) : -1;
  }

  static BuildStep ended(BuildStep step, BuildStep.State state, String error) {
    return new BuildStep(step.id(), step.name(), state, step.cached(), step.started(),
        Objects.requireNonNullElseGet(step.completed(), Instant::now), error);
  }
}
