package io.longshore.build;

import io.longshore.generated.engine.model.BuildProgress;
import io.longshore.internal.progress.TransferFeed;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The classic builder tells everything in lines of text, which come in pieces, among what the steps print. */
final class ClassicTrace extends BuildTrace {
  /** Podman writes it in capitals, and begins with the stage if there is more than one. */
  private static final Pattern STEP = Pattern
      .compile("((?:\\[\\d{1,9}/\\d{1,9}] )?)(?:Step|STEP) (\\d{1,9})/(\\d{1,9}) ?: (.*)");

  /** What the builder says beside the steps, and hardly a step prints. */
  private static final Pattern OWN = Pattern
      .compile(" ---> (?:(?:Running in |Removed intermediate container )?[0-9a-f]{12})"
          + "|Removing intermediate container [0-9a-f]{12}|--> [0-9a-f]{11,12}");
  private static final Pattern END = Pattern.compile("Successfully (?:built [0-9a-f]{12}|tagged \\S+)");
  private static final Pattern CACHED = Pattern.compile("(?: ---> |--> )Using cache.*");
  private static final Pattern WARNING = Pattern
      .compile("(?: ---> \\[Warning] |\\[Warning] (?=One or more build-args ))(.*)");
  private static final List<String> BEGINNINGS = List.of(
      "Step ", "STEP ", " ---> ", "--> ", "[Warning] One", "Removing ", "Successfully ");
  private static final Pattern STAGE_BEGINS = Pattern.compile("\\[\\d{0,9}(?:/.*)?");
  private static final String ERROR_BEGINS = "\u001b[91m";
  private static final String ERROR_ENDS = "\u001b[0m";

  private final StringBuilder line = new StringBuilder();
  private boolean isErrorLine;
  private String stage = "";
  private int number;
  private int total;
  private int steps;
  private @Nullable BuildStep current;

  ClassicTrace(BuildSettings wanted, TransferFeed feed) {
    super(wanted, feed);
  }

  @Override
  String shown(BuildStep step) {
    return "[" + step.id() + "] " + step.name();
  }

  @Override
  void take(BuildProgress object) {
    super.take(object);
    String text = object.stream();
    if (text == null) {
      return;
    }
    boolean error = text.startsWith(ERROR_BEGINS);
    if (error) {
      String plain = text.substring(ERROR_BEGINS.length());
      text = plain.endsWith(ERROR_ENDS) ? plain.substring(0, plain.length() - ERROR_ENDS.length()) : plain;
    }
    if (error != isErrorLine && line.length() > 0) {
      print(isErrorLine, "");
    }
    isErrorLine = error;
    int from = 0;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      line.append(text, from, end);
      line(error);
      from = end + 1;
    }
    line.append(text, from, text.length());
    if (line.length() > 0 && !couldBeOurs()) {
      print(error, "");
    }
  }

  /** Whether the line so far may become one of the builder's own, or a warning, which is not printed in pieces. */
  private boolean couldBeOurs() {
    return line.length() < 10_000 && (STAGE_BEGINS.matcher(line).matches()
        || BEGINNINGS.stream().anyMatch(each -> each.startsWith(line.toString()) || line.indexOf(each) == 0));
  }

  private void line(boolean error) {
    Matcher step = STEP.matcher(line);
    Matcher warning = WARNING.matcher(line);
    if (!error && step.matches() && isNext(step)) {
      complete();
      begin(step.group(4));
    } else if (!error && current != null && CACHED.matcher(line).matches()) {
      current = new BuildStep(current.id(), current.name(), current.state(), true, current.started(), null, "");
      step(current);
    } else if (!error && warning.matches()) {
      warned(warning.group(1));
    } else if (error || !isOwn()) {
      print(error, "\n");
    }
    line.setLength(0);
  }

  private boolean isOwn() {
    return OWN.matcher(line).matches() || number == total && END.matcher(line).matches();
  }

  /** A step may print such a line too, but seldom with the number that is next. */
  private boolean isNext(Matcher step) {
    int itsNumber = Integer.parseInt(step.group(2));
    int itsTotal = Integer.parseInt(step.group(3));
    boolean isNewStage = !step.group(1).equals(stage);
    boolean isNext = isNewStage ? itsNumber == 1 : itsNumber == number + 1 && (number == 0 || itsTotal == total);
    if (isNext) {
      stage = step.group(1);
      number = itsNumber;
      total = itsTotal;
    }
    return isNext;
  }

  private void begin(String name) {
    steps++;
    current = new BuildStep(String.valueOf(steps), name, BuildStep.State.RUNNING, false, Instant.now(), null, "");
    step(current);
  }

  private void print(boolean error, String end) {
    printed(current == null ? "" : current.id(), error, line + end);
    line.setLength(0);
  }

  /** What was held back because it could have become one of the builder's own lines. */
  private void printRest() {
    if (line.length() > 0) {
      print(isErrorLine, "");
    }
  }

  private void complete() {
    if (current != null) {
      step(ended(current, BuildStep.State.COMPLETE, ""));
      current = null;
    }
  }

  @Override
  void succeeded() {
    printRest();
    complete();
  }

  @Override
  void failed(String error) {
    printRest();
    if (current != null) {
      step(ended(current, BuildStep.State.FAILED, error));
      current = null;
    }
  }
}
