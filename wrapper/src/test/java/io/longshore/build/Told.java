package io.longshore.build;

import io.longshore.generated.engine.model.BuildProgress;
import io.longshore.internal.progress.TransferFeed;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/** A trace, and what a program hears of it. */
final class Told {
  final List<BuildStep> changes = new ArrayList<>();
  final List<BuildOutput> output = new ArrayList<>();
  final BuildTrace trace;

  Told(BuilderKind builder) {
    BuildSettings wanted = new BuildSettings();
    wanted.steps = changes::add;
    wanted.output = output::add;
    trace = BuildTrace.of(builder, wanted, TransferFeed.NONE);
  }

  /** Texts of the classic builder, each in an object of its own. */
  Told says(String... texts) {
    for (String text : texts) {
      trace.take(BuildProgress.builder().stream(text).build());
    }
    return this;
  }

  /** One report of BuildKit's. */
  Told reports(byte[] status) {
    return reports(Base64.getEncoder().encodeToString(status));
  }

  Told reports(Object aux) {
    trace.take(BuildProgress.builder().id("moby.buildkit.trace").aux(aux).build());
    return this;
  }

  /** Each step as {@code id state name}, with a star if it came from the cache. */
  String steps() {
    return trace.steps().stream().map(Told::shown).collect(Collectors.joining("; "));
  }

  String changes() {
    return changes.stream().map(Told::shown).collect(Collectors.joining("; "));
  }

  private static String shown(BuildStep step) {
    return step.id() + " " + step.state() + (step.cached() ? "* " : " ") + step.name();
  }

  /** What was printed, whatever the pieces: {@code step:text}, with a {@code !} for error output. */
  String printed() {
    StringBuilder all = new StringBuilder();
    String before = "";
    for (BuildOutput each : output) {
      String whose = each.stepId() + (each.error() ? "!" : "") + ":";
      all.append(whose.equals(before) ? "" : whose).append(each.text());
      before = whose;
    }
    return all.toString();
  }
}
