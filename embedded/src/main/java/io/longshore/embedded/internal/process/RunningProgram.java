package io.longshore.embedded.internal.process;

import io.longshore.embedded.ProcessContext;
import io.longshore.embedded.Program;
import io.longshore.embedded.internal.files.ProcessFiles;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** What the shell and its tools see of the process that they run in. */
public interface RunningProgram extends ProcessContext {
  @Override
  ProcessFiles files();

  /** Whom it runs as. */
  User user();

  /** The programs of the image, by name. */
  Map<String, Program> programs();

  /** The number of the process inside its container. */
  long pid();

  /** What runs beside the program, by number: whether it may write after the program's end. */
  Map<Long, BooleanSupplier> children();

  /** Ends the process at once, whatever its threads do. */
  void kill(int code);

  /** Ends the process with exit code 2 and words on its own stderr; what is returned is to be thrown. */
  KilledError refuse(String words);

  /** The ports of the container on which its programs listen. */
  List<Integer> listening();

  /** The same process with other words. */
  default RunningProgram called(List<String> argv) {
    return with(argv, environment(), workingDirectory(), stdin(), stdout(), stderr());
  }

  /** The same process with another command, working directory and other streams. */
  RunningProgram with(
      List<String> argv,
      Map<String, String> environment,
      String directory,
      InputStream in,
      PrintStream out,
      PrintStream err);
}
