package io.longshore.contract;

/** What the containers of the suite run: programs of the image busybox:local, which every engine under test has. */
final class Programs {
  static final String IMAGE = "busybox:local";

  private Programs() {}

  /** Runs until it is killed: process 1 ignores SIGTERM unless it asks for it. */
  static String[] forever() {
    return words("sleep", "1000");
  }

  static String[] exit(int code) {
    return shell("exit " + code);
  }

  /** Says {@code ready}; on a signal, such as {@code TERM}, says {@code asked} and ends. */
  static String[] untilAsked(String signal, int code) {
    return shell("trap 'echo asked; exit " + code + "' " + signal + "; echo ready; while true; do sleep 0.1; done");
  }

  /** Says something and goes on running, without another word. */
  static String[] sayAndStay(String word) {
    return shell("echo " + word + "; sleep 1000");
  }

  /** Writes a line to each stream. */
  static String[] toBothStreams() {
    return shell("echo to out; echo to err >&2");
  }

  static String[] say(String text) {
    return words("echo", text);
  }

  static String[] sayWithoutLineEnd(String text) {
    return words("printf", text);
  }

  /** A line for each number. */
  static String[] count(int to) {
    return words("seq", "1", String.valueOf(to));
  }

  static String[] shell(String script) {
    return words("sh", "-c", script);
  }

  private static String[] words(String... words) {
    return words;
  }
}
