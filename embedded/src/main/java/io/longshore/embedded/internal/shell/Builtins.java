package io.longshore.embedded.internal.shell;

import io.longshore.embedded.internal.files.FileError;
import io.longshore.embedded.internal.files.Names;
import io.longshore.embedded.internal.process.Signals;
import io.longshore.embedded.internal.tools.Programs;
import io.longshore.embedded.internal.tools.Refused;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The commands that the shell runs itself. */
final class Builtins {
  /** Those whose failing redirection ends the shell, and before which an assignment stays. */
  static final Set<String> SPECIAL = Set.of(":", ".", "break", "continue", "eval", "exec", "exit", "export", "return",
      "set", "shift", "trap", "unset");
  private static final Set<String> ORDINARY = Set.of("cd", "command", "kill", "local", "pwd", "read", "source", "umask",
      "wait");
  private static final Set<String> REFUSED = Set.of(
      "alias", "bg", "chdir", "fg", "getopts", "hash", "help", "history", "jobs", "let", "readonly", "times", "type",
      "ulimit", "unalias");
  static final Set<String> NAMES = new HashSet<>();
  static {
    NAMES.addAll(SPECIAL);
    NAMES.addAll(ORDINARY);
    NAMES.addAll(REFUSED);
  }

  /** What busybox's shell has itself and this one does not; and its reserved words. */
  private static final Set<String> OWN_IN_BUSYBOX = Set
      .of("[ echo false printf test true ! { } case do done elif else esac fi for if in then until while".split(" "));
  private static final Map<String, Character> LONG_OPTIONS = Map.of("errexit", 'e', "nounset", 'u', "xtrace", 'x',
      "noglob", 'f', "allexport", 'a', "pipefail", 'o');

  private Builtins() {}

  static int run(Shell shell, List<String> words) throws Exception {
    String name = words.get(0);
    List<String> arguments = words.subList(1, words.size());
    String first = arguments.isEmpty() ? "" : arguments.get(0);
    if (REFUSED.contains(name)) {
      throw new Refused(name);
    }
    return switch (name) {
      case ":" -> 0;
      case "exit" -> throw new ShellError.Exit(code(shell, arguments));
      case "return" -> throw new ShellError.Return(code(shell, arguments));
      case "break", "continue" -> leave(shell, name, arguments);
      case "eval" -> shell.execute(String.join(" ", arguments));
      case ".", "source" -> source(shell, arguments);
      case "exec" -> {
        noOption(name, first);
        if (Programs.find(shell.process, first) != null) {
          shell.jobs.replace();
        }
        int code = shell.call(arguments, Map.of(), false);
        throw new ShellError.Exit(code);
      }
      case "command" -> command(shell, arguments);
      case "set" -> set(shell, arguments);
      case "shift" -> shift(shell, arguments);
      case "export" -> export(shell, arguments);
      case "unset" -> unset(shell, arguments);
      case "local" -> local(shell, arguments);
      case "trap" -> trap(shell, arguments);
      case "kill" -> kill(shell, arguments);
      case "wait" -> await(shell, arguments);
      case "cd" -> changeDirectory(shell, arguments);
      case "pwd" -> {
        if (first.startsWith("-")) {
          throw new Refused("pwd " + first);
        }
        shell.out.print(shell.directory + "\n");
        yield 0;
      }
      case "umask" -> {
        if (!arguments.isEmpty() && !first.matches("0*22")) {
          throw new Refused("umask " + first + ": files are made with 0022 here");
        }
        shell.out.print(arguments.isEmpty() ? "0022\n" : "");
        yield 0;
      }
      default -> read(shell, arguments);
    };
  }

  private static void noOption(String name, String word) {
    if (word.length() > 1 && word.startsWith("-")) {
      throw new Refused(name + " " + word);
    }
  }

  private static int number(String text) {
    if (!text.matches("\\d{1,9}")) {
      throw new ShellError("Illegal number: " + text);
    }
    return Integer.parseInt(text);
  }

  private static int code(Shell shell, List<String> arguments) {
    return arguments.isEmpty() ? shell.last() : number(arguments.get(0)) & 0xff;
  }

  private static int leave(Shell shell, String name, List<String> arguments) {
    int levels = arguments.isEmpty() ? 1 : number(arguments.get(0));
    if (levels == 0) {
      throw new ShellError("Illegal number: 0");
    }
    if (shell.loops > 0) {
      throw new ShellError.LoopControl(levels, name.equals("continue"));
    }
    return 0;
  }

  private static int source(Shell shell, List<String> arguments) throws Exception {
    if (arguments.size() != 1 || !arguments.get(0).contains("/")) {
      throw new Refused(". with anything but one path that has a slash");
    }
    try (InputStream file = shell.files().read(arguments.get(0))) {
      return shell.execute(new String(file.readAllBytes(), StandardCharsets.UTF_8));
    } catch (FileError e) {
      throw new ShellError(".: can't open '" + arguments.get(0) + "': " + e.getReason());
    } catch (ShellError.Return e) {
      return e.code;
    }
  }

  private static int command(Shell shell, List<String> arguments) throws Exception {
    if (arguments.isEmpty()) {
      return 0;
    }
    if (!arguments.get(0).equals("-v")) {
      noOption("command", arguments.get(0));
      return shell.call(arguments, Map.of(), false);
    }
    if (arguments.size() != 2) {
      throw new Refused("command -v with anything but one name");
    }
    String name = arguments.get(1);
    if (name.contains("/")) {
      throw new Refused("command -v with a path");
    }
    boolean own = NAMES.contains(name) || shell.functions.containsKey(name) || OWN_IN_BUSYBOX.contains(name);
    if (own || Programs.find(shell.process, name) != null) {
      shell.out.print((own ? name : "/bin/" + name) + "\n");
      return 0;
    }
    return 127;
  }

  private static int set(Shell shell, List<String> arguments) {
    if (arguments.isEmpty()) {
      throw new Refused("set without arguments");
    }
    int used = flags(shell, arguments, "");
    boolean dashes = used > 0 && arguments.get(used - 1).equals("--");
    if (dashes || used < arguments.size()) {
      shell.arguments = List.copyOf(arguments.subList(used, arguments.size()));
    }
    return 0;
  }

  /**
   * Takes the options in front.
   *
   * @param others letters that are known and change nothing
   * @return how many words they are
   */
  static int flags(Shell shell, List<String> words, String others) {
    int at = 0;
    while (at < words.size() && words.get(at).matches("(?s)[-+].+")) {
      String word = words.get(at++);
      if (word.equals("--")) {
        return at;
      }
      for (char letter : word.substring(1).toCharArray()) {
        if (others.indexOf(letter) >= 0) {
          continue;
        }
        if ("bCimnsvhV".indexOf(letter) >= 0) {
          throw new Refused("the option -" + letter);
        }
        if ("aefuxo".indexOf(letter) < 0) {
          throw new ShellError("illegal option -" + letter);
        }
        String longName = letter == 'o' ? at < words.size() ? words.get(at++) : "without a name" : "";
        if (letter == 'o' && !LONG_OPTIONS.containsKey(longName)) {
          throw new Refused("the option -o " + longName);
        }
        char option = letter == 'o' ? LONG_OPTIONS.getOrDefault(longName, 'o') : letter;
        if (word.startsWith("-")) {
          shell.options.add(option);
        } else {
          shell.options.remove(option);
        }
      }
    }
    return at;
  }

  private static int shift(Shell shell, List<String> arguments) {
    int count = arguments.isEmpty() ? 1 : number(arguments.get(0));
    if (count > shell.arguments.size()) {
      return 1;
    }
    shell.arguments = shell.arguments.subList(count, shell.arguments.size());
    return 0;
  }

  private static String checked(String name) {
    if (!name.matches("[A-Za-z_]\\w*")) {
      throw new ShellError(name + ": bad variable name");
    }
    return name;
  }

  private static int export(Shell shell, List<String> arguments) {
    if (arguments.isEmpty()) {
      throw new Refused("export without arguments");
    }
    for (String word : arguments) {
      noOption("export", word);
      String[] parts = word.split("=", 2);
      shell.exported.add(checked(parts[0]));
      if (parts.length > 1) {
        shell.variables.put(parts[0], parts[1]);
      }
    }
    return 0;
  }

  private static int unset(Shell shell, List<String> arguments) {
    boolean functions = !arguments.isEmpty() && arguments.get(0).equals("-f");
    boolean flag = functions || !arguments.isEmpty() && arguments.get(0).equals("-v");
    for (String name : arguments.subList(flag ? 1 : 0, arguments.size())) {
      noOption("unset", name);
      (functions ? shell.functions : shell.variables).remove(checked(name));
      shell.exported.remove(functions ? "" : name);
    }
    return 0;
  }

  private static int local(Shell shell, List<String> arguments) {
    if (shell.locals == null) {
      throw new ShellError("local: not in a function");
    }
    for (String word : arguments) {
      String[] parts = word.split("=", 2);
      if (!shell.locals.containsKey(checked(parts[0]))) {
        shell.locals.put(parts[0], shell.variables.get(parts[0]));
      }
      if (parts.length > 1) {
        shell.variables.put(parts[0], parts[1]);
      } else {
        shell.variables.remove(parts[0]);
      }
    }
    return 0;
  }

  private static int trap(Shell shell, List<String> arguments) {
    if (arguments.size() < 2) {
      throw new Refused("trap with less than a command and a signal");
    }
    noOption("trap", arguments.get(0).equals("-") ? "" : arguments.get(0));
    for (String word : arguments.subList(1, arguments.size())) {
      String signal = word.equals("0") || word.equals("EXIT") ? "EXIT" : signalName(word);
      if (signal == null) {
        return shell.complain("trap: " + word + ": invalid signal specification", 1);
      }
      shell.jobs.trap(signal, arguments.get(0).equals("-") ? null : arguments.get(0));
    }
    return 0;
  }

  private static @Nullable String signalName(String word) {
    String name = Signals.name(word).substring(3);
    return signal(name) > 0 ? name : null;
  }

  /** The number of a signal's short name; −1 when there is none. */
  static int signal(String name) {
    return Integer.parseInt(Signals.number("SIG" + name));
  }

  private static int kill(Shell shell, List<String> arguments) {
    List<String> words = new ArrayList<>(arguments);
    String signal = "TERM";
    if (!words.isEmpty() && words.get(0).startsWith("-") && words.get(0).length() > 1) {
      String word = words.remove(0).substring(1);
      signal = word.equals("s") && !words.isEmpty() ? words.remove(0) : word;
    }
    String name = signal.equals("0") ? "" : signalName(signal);
    if (name == null || words.isEmpty() || List.of("STOP", "TSTP", "CONT", "CHLD", "WINCH", "URG").contains(name)) {
      throw new Refused("kill " + String.join(" ", arguments));
    }
    int code = 0;
    for (String pid : words) {
      if (!pid.matches("\\d{1,9}")) {
        throw new Refused("kill of " + pid);
      }
      if (!shell.jobs.kill(Long.parseLong(pid), name.isEmpty() ? 0 : signal(name), name)) {
        code = shell.complain("can't kill pid " + pid + ": No such process", 1);
      }
    }
    return code;
  }

  private static int await(Shell shell, List<String> arguments) throws InterruptedException {
    if (arguments.isEmpty()) {
      return shell.jobs.await(null);
    }
    int code = 0;
    for (String pid : arguments) {
      if (!pid.matches("\\d{1,9}")) {
        throw new Refused("wait " + pid);
      }
      code = shell.jobs.await(Integer.valueOf(pid));
    }
    return code;
  }

  private static int changeDirectory(Shell shell, List<String> arguments) {
    String argument = arguments.isEmpty() ? shell.get("HOME") : arguments.get(0);
    noOption("cd", argument);
    String target = argument.equals("-") ? shell.get("OLDPWD") : argument;
    try {
      if (!shell.files().stat(target.isEmpty() ? "." : target, true).isFolder()) {
        return shell.complain("cd: line 0: can't cd to " + target + ": Not a directory", 2);
      }
    } catch (FileError e) {
      return shell.complain("cd: line 0: can't cd to " + target + ": " + e.getReason(), 2);
    }
    shell.variables.put("OLDPWD", shell.directory);
    shell.directory = Names.clean(shell.files().absolute(target));
    shell.variables.put("PWD", shell.directory);
    if (argument.equals("-")) {
      shell.out.print(shell.directory + "\n");
    }
    return 0;
  }

  private static int read(Shell shell, List<String> arguments) throws IOException {
    boolean raw = !arguments.isEmpty() && arguments.get(0).equals("-r");
    List<String> names = arguments.subList(raw ? 1 : 0, arguments.size());
    names.forEach(name -> noOption("read", name));
    names.forEach(Builtins::checked);
    StringBuilder text = new StringBuilder();
    StringBuilder escaped = new StringBuilder();
    int next = shell.in.read();
    for (; next >= 0 && next != '\n'; next = shell.in.read()) {
      boolean escapes = next == '\\' && !raw;
      next = escapes ? shell.in.read() : next;
      if (escapes && (next < 0 || next == '\n')) {
        continue;
      }
      text.append((char) next);
      escaped.append(escapes ? 'e' : ' ');
    }
    if (names.isEmpty()) {
      shell.set("REPLY", characters(text.toString()));
      return next < 0 ? 1 : 0;
    }
    String separators = shell.separators();
    int at = skipBlanks(text, escaped, separators, 0);
    for (int i = 0; i < names.size(); i++) {
      int end = at;
      boolean last = i + 1 == names.size();
      while (end < text.length() && (last || !separates(text, escaped, separators, end))) {
        end++;
      }
      int after = skipBlanks(text, escaped, separators, end);
      if (after < text.length() && !last && separates(text, escaped, separators, after)) {
        after = skipBlanks(text, escaped, separators, after + 1);
      }
      while (last && end > at && isBlank(text, escaped, separators, end - 1)) {
        end--;
      }
      shell.set(names.get(i), characters(text.substring(at, end)));
      at = after;
    }
    return next < 0 ? 1 : 0;
  }

  static String characters(String bytewise) {
    return new String(bytewise.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  private static boolean separates(CharSequence text, CharSequence escaped, String separators, int at) {
    return escaped.charAt(at) == ' ' && separators.indexOf(text.charAt(at)) >= 0;
  }

  private static boolean isBlank(CharSequence text, CharSequence escaped, String separators, int at) {
    return separates(text, escaped, separators, at) && Character.isWhitespace(text.charAt(at));
  }

  private static int skipBlanks(CharSequence text, CharSequence escaped, String separators, int from) {
    int at = from;
    while (at < text.length() && isBlank(text, escaped, separators, at)) {
      at++;
    }
    return at;
  }
}
