package io.longshore.embedded;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What a running {@link Program} sees of its container. Safe for use by the threads that the program starts. */
public interface ProcessContext {
  /**
   * The program's name as it was called.
   *
   * @return the first word of the command
   */
  String name();

  /**
   * The arguments.
   *
   * @return the command without its first word
   */
  List<String> arguments();

  /**
   * The environment: the image's, the container's, and PATH, HOSTNAME and HOME as an engine adds them.
   *
   * @return names and values, unmodifiable
   */
  Map<String, String> environment();

  /**
   * The working directory.
   *
   * @return an absolute path inside the container
   */
  String workingDirectory();

  /**
   * The container's files.
   *
   * @return what the process sees of them
   */
  ContainerFiles files();

  /**
   * The container's host name.
   *
   * @return the name; by default the first 12 digits of the container's id
   */
  String hostName();

  /**
   * The user that the process runs as: what the exec, the container or the image names, else root.
   *
   * @return the user's number; 0 for root
   */
  int userId();

  /**
   * The user's group.
   *
   * @return the group's number; 0 for root's
   */
  int groupId();

  /**
   * Whether the process has a terminal. Its output is one stream then, with CR LF at line ends.
   *
   * @return true with a terminal
   */
  boolean isTerminal();

  /**
   * The height of the terminal; changes are told as SIGWINCH.
   *
   * @return lines; 0 without a terminal and while nobody has said
   */
  int terminalRows();

  /**
   * The width of the terminal; changes are told as SIGWINCH.
   *
   * @return columns; 0 without a terminal and while nobody has said
   */
  int terminalColumns();

  /**
   * What is sent to the process; at its end at once when nobody can send anything. Do not close it.
   *
   * @return the stream
   */
  InputStream stdin();

  /**
   * Standard output, UTF-8, not buffered. Writing blocks while the container is paused. Do not close it.
   *
   * @return the stream
   */
  PrintStream stdout();

  /**
   * Standard error, UTF-8, not buffered. Do not close it.
   *
   * @return the stream
   */
  PrintStream stderr();

  /**
   * Tells signals to a handler, such as {@code SIGTERM} on stop; without one they are ignored, as the kernel does it for a
   * container's first process. SIGKILL, SIGSTOP and SIGCONT are never told.
   *
   * @param handler is given the signal's name; runs on a thread of the engine and must not block
   */
  void onSignal(Consumer<String> handler);
}
