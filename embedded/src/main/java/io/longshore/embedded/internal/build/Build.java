package io.longshore.embedded.internal.build;

import io.longshore.embedded.Program;
import io.longshore.embedded.internal.EngineError;
import io.longshore.embedded.internal.engine.Image;
import io.longshore.embedded.internal.engine.ImageStore;
import io.longshore.embedded.internal.files.FileTree;
import io.longshore.embedded.internal.files.MountedTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A build with the classic builder's steps and words. It has no cache, and only what a stage ends with becomes an
 * image.
 */
public final class Build {
  private final BuildSettings settings;
  private final Workshop workshop;
  private final ImageStore images;
  private final List<Instruction> instructions;
  private final List<String> warnings;
  private final BuildArguments arguments;
  private final List<Stage> stages = new ArrayList<>();

  /** Prepares one; fails if the stage that is asked for does not exist. */
  public Build(Dockerfile dockerfile, BuildSettings settings, Workshop workshop, ImageStore images) {
    this.settings = settings;
    this.workshop = workshop;
    this.images = images;
    this.warnings = dockerfile.warnings();
    this.arguments = new BuildArguments(settings.arguments());
    this.instructions = new ArrayList<>(upToTarget(dockerfile.instructions()));
    checkStages();
    new TreeMap<>(settings.labels()).forEach((name, value) -> instructions.add(label(name, value)));
  }

  private List<Instruction> upToTarget(List<Instruction> all) {
    if (settings.target().isEmpty()) {
      return all;
    }
    boolean found = false;
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).name().equals("FROM")) {
        if (found) {
          return all.subList(0, i);
        }
        found = nameOf(all.get(i)).equals(settings.target().toLowerCase(Locale.ROOT));
      }
    }
    if (!found) {
      throw EngineError.invalid("target stage \"" + settings.target() + "\" could not be found");
    }
    return all;
  }

  private void checkStages() {
    for (Instruction instruction : instructions) {
      if (instruction.name().equals("FROM")) {
        return;
      }
      if (!instruction.name().equals("ARG")) {
        break;
      }
    }
    throw EngineError.invalid("no build stage in current context");
  }

  private static Instruction label(String name, String value) {
    List<String> words = List.of(quoted(name), quoted(value));
    return new Instruction("LABEL", Map.of(), words, false, "LABEL " + name + "=" + value, 0, '\\');
  }

  /** A word that means itself. */
  private static String quoted(String text) {
    return "\"" + text.replaceAll("[\\\\\"$]", "\\\\$0") + "\"";
  }

  /** Runs all steps; returns the last stage's image. */
  public Image run() throws IOException, InterruptedException {
    for (String warning : warnings) {
      workshop.print("\u001b[91m" + warning + "\n\u001b[0m");
    }
    int number = 0;
    for (Instruction instruction : instructions) {
      if (workshop.isAbandoned()) {
        throw new AbandonedBuild();
      }
      if (instruction.name().equals("FROM")) {
        endStage();
        String name = nameOf(instruction);
        if (!name.isEmpty() && named(name, stages.size()) != null) {
          throw EngineError.invalid(name + " stage name already used");
        }
      }
      workshop.print("Step " + ++number + "/" + instructions.size() + " : " + instruction.text());
      workshop.print("\n");
      if (instruction.name().equals("FROM")) {
        from(instruction);
      } else {
        step(instruction);
      }
    }
    Image last = endStage();
    if (last == null) {
      throw EngineError.invalid("No image was generated. Is your Dockerfile empty?");
    }
    List<String> unused = arguments.unused();
    if (!unused.isEmpty()) {
      workshop.print("[Warning] One or more build-args [" + String.join(" ", unused) + "] were not consumed\n");
    }
    return last;
  }

  private static String nameOf(Instruction from) {
    return from.words().size() < 3 ? "" : from.word(2).toLowerCase(Locale.ROOT);
  }

  private Stage stage() {
    return stages.get(stages.size() - 1);
  }

  private @Nullable Image endStage() throws IOException {
    if (stages.isEmpty()) {
      return null;
    }
    boolean changed = stage().isChanged();
    Image image = stage().end(images);
    if (image != null) {
      if (changed) {
        workshop.print(" ---> " + shortId(image));
      }
      workshop.made(image);
    }
    return image;
  }

  private static String shortId(@Nullable Image image) {
    return (image == null ? "" : image.id().substring(7, 19)) + "\n";
  }

  private void from(Instruction from) throws IOException, InterruptedException {
    String name = Substitution.of(from.word(0), from.escape(), arguments.firstValues());
    if (name.isEmpty()) {
      throw EngineError.invalid("base name (" + from.word(0) + ") should not be blank");
    }
    if (from.flags().containsKey("platform")
        && Substitution.of(from.flag("platform"), from.escape(), arguments.firstValues()).isEmpty()) {
      throw EngineError.invalid("failed to parse platform : \"\" is not a platform");
    }
    Stage before = named(name, stages.size());
    Image base = before != null ? before.image() : name.equals("scratch") ? null : workshop.base(name);
    Stage stage = new Stage(nameOf(from));
    stage.begin(base);
    stages.add(stage);
    arguments.newStage();
    List<String> triggers = stage.config.onBuild();
    if (triggers.isEmpty()) {
      workshop.print(" ---> " + shortId(base));
      return;
    }
    stage.config = stage.config.toBuilder().onBuild(null).build();
    workshop.print("# Executing " + triggers.size() + " build trigger" + (triggers.size() > 1 ? "s" : ""));
    workshop.print("\n");
    for (String trigger : triggers) {
      step(InstructionSyntax.parse(trigger, from.line(), from.escape()));
    }
  }

  /** Finds one of the first stages by its name. */
  private @Nullable Stage named(String name, int among) {
    return stages.stream().limit(among)
        .filter(each -> !each.name.isEmpty() && each.name.equals(name.toLowerCase(Locale.ROOT)))
        .findFirst().orElse(null);
  }

  private void step(Instruction instruction) throws IOException, InterruptedException {
    String needed = InstructionSyntax.forBuildKit(instruction);
    if (needed != null) {
      throw EngineError.invalid(needed);
    }
    switch (instruction.name()) {
      case "ARG" -> declare(instruction);
      case "RUN" -> new RunStep(stage(), workshop, settings).run(instruction, arguments);
      case "ADD", "COPY" -> copy(instruction);
      default -> new ConfigStep(stage(), instruction, word -> meant(instruction, word)).run();
    }
  }

  /** A variable of the image wins over an argument of its name. */
  private String meant(Instruction instruction, String word) {
    Map<String, String> values = new LinkedHashMap<>(arguments.firstValues());
    if (!stages.isEmpty()) {
      values = arguments.values(true);
      values.putAll(stage().environment());
    }
    return Substitution.of(word, instruction.escape(), values);
  }

  private void declare(Instruction instruction) {
    List<String> shown = new ArrayList<>();
    for (String word : instruction.words()) {
      String[] pair = word.split("=", 2);
      String name = meant(instruction, pair[0]);
      String value = pair.length < 2 ? null : meant(instruction, pair[1]);
      shown.add(value == null ? name : name + "=" + value);
      if (stages.isEmpty()) {
        arguments.declareFirst(name, value);
      } else {
        arguments.declare(name, value);
      }
    }
    if (!stages.isEmpty()) {
      stage().noted(" ARG " + String.join(" ", shown));
    }
  }

  private void copy(Instruction instruction) throws IOException {
    List<String> words = instruction.words().stream().map(word -> meant(instruction, word)).toList();
    String chown = meant(instruction, instruction.flag("chown"));
    String from = meant(instruction, instruction.flag("from"));
    FileTree files = settings.context();
    Map<String, Program> programs = Map.of();
    if (!from.isEmpty()) {
      Stage stage = from.matches("\\d{1,9}") ? numbered(from) : named(from, stages.size() - 1);
      Image image = stage == null ? image(from) : null;
      files = image == null ? Objects.requireNonNull(stage).files() : image.files();
      programs = image == null ? Objects.requireNonNull(stage).programs : image.programs();
    }
    new CopyStep(stage(), instruction, MountedTree.of(files), from.isEmpty(), programs, chown).run(words);
  }

  private Stage numbered(String from) {
    int index = Integer.parseInt(from);
    if (index + 1 >= stages.size()) {
      throw EngineError.invalid("invalid from flag value " + from
          + (index + 1 == stages.size() ? ": refers to current build stage" : ": index out of bounds"));
    }
    return stages.get(index);
  }

  private Image image(String from) throws IOException {
    try {
      if (from.equals("scratch")) {
        throw EngineError.invalid("'scratch' is a reserved name");
      }
      return workshop.base(from);
    } catch (EngineError e) {
      throw EngineError.invalid("invalid from flag value " + from + ": " + e.words());
    }
  }
}
