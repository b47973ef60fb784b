package io.longshore.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What a running {@link Program} sees of its container. The threads that the program starts can use it too. */
public interface ProcessContext {
  /**
   * Returns the program's name as it was called.
   *
   * @return the first word of the command
   */
  String name();

  /**
   * Returns the arguments.
   *
   * @return the command without its first word
   */
  List<String> arguments();

  /**
   * Returns the environment: the image's, the container's, and PATH, HOSTNAME and HOME as an engine adds them.
   *
   * @return names and values, unmodifiable
   */
  Map<String, String> environment();

  /**
   * Returns the working directory.
   *
   * @return an absolute path inside the container
   */
  String workingDirectory();

  /**
   * Returns the container's files.
   *
   * @return the files as the process sees them
   */
  ContainerFiles files();

  /**
   * Returns the container's hostname.
   *
   * @return the name; by default the first 12 digits of the container's id
   */
  String hostName();

  /**
   * Listens on a TCP port of the container. If the port is published, programs of this machine reach it there: on the
   * loopback address, or on the address that was asked for. Programs of containers in a common network reach it with
   * {@link #connect}. The socket and its connections are closed when the container ends.
   *
   * @param port the port in the container; 0 for any free one
   * @return accepts connections; the caller closes it
   * @throws java.net.BindException if a program of the container listens on it already
   * @throws IOException if the container has ended
   */
  ServerSocket listen(int port) throws IOException;

  /**
   * Connects to a program that listens, in this container or in another one that is in a common network.
   *
   * @param host {@code localhost}, the name, an alias or an address of a container; names work in networks that were
   *     created, as with real engines
   * @param port the port in that container
   * @return the connection; the caller closes it
   * @throws java.net.UnknownHostException if there is no such container in a network of this one
   * @throws java.net.ConnectException if no program there listens on the port
   * @throws IOException if the container has ended
   */
  Socket connect(String host, int port) throws IOException;

  /**
   * Returns the user that the process runs as: that of the exec, the container or the image, otherwise root.
   *
   * @return the user's number; 0 for root
   */
  int userId();

  /**
   * Returns the user's group.
   *
   * @return the group's number; 0 for root's
   */
  int groupId();

  /**
   * Returns whether the process has a terminal. Its output is then one stream, with CR LF at line ends.
   *
   * @return true with a terminal
   */
  boolean isTerminal();

  /**
   * Returns the height of the terminal; SIGWINCH reports changes.
   *
   * @return lines; 0 without a terminal and until it is set
   */
  int terminalRows();

  /**
   * Returns the width of the terminal; SIGWINCH reports changes.
   *
   * @return columns; 0 without a terminal and until it is set
   */
  int terminalColumns();

  /**
   * Returns the process's standard input; it is at its end at once if nothing can be sent. Do not close it.
   *
   * @return the stream
   */
  InputStream stdin();

  /**
   * Returns standard output, UTF-8, not buffered. Writing blocks while the container is paused. Do not close it.
   *
   * @return the stream
   */
  PrintStream stdout();

  /**
   * Returns standard error, UTF-8, not buffered. Do not close it.
   *
   * @return the stream
   */
  PrintStream stderr();

  /**
   * Sets a handler for signals, such as {@code SIGTERM} on stop; without one they are ignored, as the kernel does for a
   * container's first process. The handler never gets SIGKILL, SIGSTOP and SIGCONT.
   *
   * @param handler called with the signal's name, on a thread of the engine; it must not block
   */
  void onSignal(Consumer<String> handler);
}
