package io.longshore.embedded.internal.build;

import io.longshore.embedded.internal.engine.Container;
import io.longshore.embedded.internal.engine.FrameQueue;
import io.longshore.embedded.internal.files.FileTree;
import io.longshore.embedded.internal.files.Skeleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code RUN}: a program in a container whose files become the image's. */
final class RunStep {
  private static final long LOOK_MILLIS = 100;

  private final Stage stage;
  private final Workshop workshop;
  private final BuildSettings settings;

  RunStep(Stage stage, Workshop workshop, BuildSettings settings) {
    this.stage = stage;
    this.workshop = workshop;
    this.settings = settings;
  }

  /** Runs the program of an instruction, with the values of {@code ARG} in its environment. */
  void run(Instruction instruction, BuildArguments arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(instruction.json() ? List.of() : stage.shell());
    command.addAll(instruction.words());
    Container container = workshop.container(stage.now(), command, values(arguments, true));
    String name = container.id().substring(0, 12);
    boolean remove = true;
    try {
      workshop.print(" ---> Running in " + name + "\n");
      remove = settings.alwaysRemoves();
      int code = exitCode(container);
      if (code != 0) {
        throw new FailedStep(String.join(" ", command), code);
      }
      FileTree files = Skeleton.withoutAdded(container.files(), stage.files());
      stage.files(files, container.files().size());
      remove = settings.removes();
    } catch (AbandonedBuild | IOException | InterruptedException e) {
      remove = true;
      throw e;
    } finally {
      if (remove) {
        workshop.remove(container);
      }
    }
    if (remove) {
      workshop.print(" ---> Removed intermediate container " + name + "\n");
    }
    stage.done(history(arguments) + String.join(" ", command));
  }

  private String history(BuildArguments arguments) {
    List<String> shown = values(arguments, false);
    String joined = shown.isEmpty() ? "" : String.join(" ", shown) + " ";
    return values(arguments, true).isEmpty() ? "" : "|" + shown.size() + " " + joined;
  }

  /** A variable of the image wins over an argument of its name. */
  private List<String> values(BuildArguments arguments, boolean all) {
    Map<String, String> own = stage.environment();
    return arguments.values(all).entrySet().stream().filter(entry -> !own.containsKey(entry.getKey()))
        .map(entry -> entry.getKey() + "=" + entry.getValue()).toList();
  }

  private int exitCode(Container container) throws IOException, InterruptedException {
    FrameQueue output = container.attach();
    try {
      int before = container.exits();
      container.start();
      while (true) {
        while (!output.await(LOOK_MILLIS)) {
          stopIfAbandoned();
        }
        FrameQueue.Frame frame = output.take();
        if (frame == null) {
          break;
        }
        String text = new String(frame.bytes(), StandardCharsets.UTF_8);
        workshop.print(frame.stream() == 2 ? "\u001b[91m" + text + "\u001b[0m" : text);
        stopIfAbandoned();
      }
      while (!container.await("not-running", before, LOOK_MILLIS)) {
        stopIfAbandoned();
      }
      return container.exitCodeSince(before);
    } finally {
      container.detach(output);
      output.abandon();
    }
  }

  private void stopIfAbandoned() {
    if (workshop.isAbandoned()) {
      throw new AbandonedBuild();
    }
  }
}
