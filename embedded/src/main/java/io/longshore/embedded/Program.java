package io.longshore.embedded;

/**
 * What a container runs: a Java function instead of a binary. It runs on a thread of its own, a daemon; one program may
 * run many times at once, so it must keep its state in local variables.
 *
 * <pre>{@code
 * Program greet = process -> {
 *   process.stdout().println("hi " + process.arguments());
 *   return 0;
 * };
 * }</pre>
 */
@FunctionalInterface
public interface Program {
  /**
   * Runs the program to its end.
   *
   * <p>SIGKILL, and the engine's closing, interrupt the thread and make every later use of the streams throw an error
   * that must not be caught. A program that neither blocks nor uses its streams cannot be ended from outside: the
   * container is then gone, but the thread stays until the program returns.
   *
   * @param process its arguments, environment and streams
   * @return the exit code, 0–255
   * @throws Exception if the program does not handle it; its text is written to stderr and the exit code is 1
   */
  int run(ProcessContext process) throws Exception;
}
