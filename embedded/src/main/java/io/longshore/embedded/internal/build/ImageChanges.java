package io.longshore.embedded.internal.build;

import io.longshore.embedded.internal.EngineError;
import io.longshore.generated.engine.model.ImageConfig;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The instructions that come with an import or a commit: a Dockerfile without stages, which changes settings only. */
public final class ImageChanges {
  private static final Set<String> KNOWN = Set.of("CMD", "ENTRYPOINT", "ENV", "EXPOSE", "HEALTHCHECK", "LABEL",
      "ONBUILD", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR");

  /** Docker names a file and a line only where there is a file. */
  private static final String PLACE = "^(?:failed to parse Dockerfile|dockerfile parse error on line \\d+): ";

  private ImageChanges() {}

  /** The settings of an image that had others before. */
  public static ImageConfig apply(ImageConfig base, List<String> changes) {
    Stage stage = new Stage("");
    stage.config = base.workingDir() == null ? base.toBuilder().workingDir("").build() : base;
    if (!changes.isEmpty()) {
      try {
        Dockerfile.read(String.join("\n", changes), ImageChanges::check).instructions()
            .forEach(each -> run(stage, each));
      } catch (EngineError e) {
        throw e.kind() == EngineError.Kind.INVALID ? EngineError.invalid(e.words().replaceFirst(PLACE, "")) : e;
      }
    }
    return stage.config;
  }

  private static void check(String name) {
    if (!KNOWN.contains(name.toUpperCase(Locale.ROOT))) {
      throw EngineError.invalid(name + " is not a valid change command");
    }
  }

  private static void run(Stage stage, Instruction change) {
    new ConfigStep(stage, change, word -> Substitution.of(word, change.escape(), stage.environment())).run();
  }
}
