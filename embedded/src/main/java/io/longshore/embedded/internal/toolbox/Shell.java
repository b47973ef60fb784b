package io.longshore.embedded.internal.toolbox;

import io.longshore.embedded.ProcessContext;
import io.longshore.embedded.Program;
import io.longshore.embedded.internal.engine.ContainerProcess.ProgramContext;
import io.longshore.embedded.internal.engine.KilledError;
import io.longshore.embedded.internal.engine.Pipe;
import io.longshore.embedded.internal.files.FileError;
import io.longshore.embedded.internal.files.Names;
import io.longshore.embedded.internal.files.ProcessFiles;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A small {@code sh}: lists, pipelines, loops, conditions, variables, substitution, arithmetic, patterns of file names,
 * redirection of stdin, stdout and stderr, commands in the background that are waited for all together. No functions, traps or
 * jobs.
 */
final class Shell {
  /** Ends the shell. */
  private static final class Exit extends RuntimeException {
    private static final long serialVersionUID = 1L;
    final int code;

    Exit(int code) {
      super(null, null, false, false);
      this.code = code;
    }
  }

  /** Leaves a loop or goes on with its next round. */
  static final class LoopControl extends RuntimeException {
    private static final long serialVersionUID = 1L;
    final boolean goesOn;

    LoopControl(boolean goesOn) {
      super(null, null, false, false);
      this.goesOn = goesOn;
    }
  }

  private final ProgramContext process;
  private final Map<String, String> variables;
  private final List<String> arguments;
  private String directory;
  private final List<Thread> children = new ArrayList<>();
  private InputStream in;
  private PrintStream out;
  private PrintStream err;
  private int last;

  private Shell(ProgramContext process, Map<String, String> variables, List<String> arguments) {
    this.process = process;
    this.variables = variables;
    this.arguments = arguments;
    this.directory = process.workingDirectory();
    this.in = process.stdin();
    this.out = process.stdout();
    this.err = process.stderr();
  }

  private Shell(Shell parent) {
    this(parent.process, new LinkedHashMap<>(parent.variables), parent.arguments);
    directory = parent.directory;
    in = parent.in;
    out = parent.out;
    err = parent.err;
    last = parent.last;
  }

  /** The program {@code sh}. */
  static int main(ProcessContext context) throws Exception {
    ProgramContext process = (ProgramContext) context;
    List<String> words = new ArrayList<>(process.arguments());
    boolean stopOnFailure = false;
    while (!words.isEmpty() && words.get(0).startsWith("-") && !words.get(0).contains("c")) {
      stopOnFailure |= words.remove(0).contains("e");
    }
    if (!words.isEmpty() && words.get(0).startsWith("-")) {
      words.remove(0);
      if (words.isEmpty()) {
        process.stderr().print("sh: -c requires an argument\n");
        return 2;
      }
      String script = words.remove(0);
      Shell shell = new Shell(process, new LinkedHashMap<>(process.environment()), words);
      return shell.script(script);
    }
    if (!words.isEmpty()) {
      try (InputStream script = process.files().read(words.get(0))) {
        String text = new String(script.readAllBytes(), StandardCharsets.UTF_8);
        return new Shell(process, new LinkedHashMap<>(process.environment()), words).script(text);
      } catch (FileError e) {
        process.stderr().print("sh: can't open '" + words.get(0) + "': " + e.getReason() + "\n");
        return 2;
      }
    }
    return interactive(process);
  }

  /** Runs commands from stdin, line by line. */
  private static int interactive(ProgramContext process) throws Exception {
    Shell shell = new Shell(process, new LinkedHashMap<>(process.environment()), List.of());
    while (true) {
      if (process.isTerminal()) {
        process.stdout().print(shell.directory + (process.userId() == 0 ? " # " : " $ "));
      }
      String line = shell.readLine();
      if (line == null) {
        return shell.last;
      }
      try {
        shell.last = Parser.parse(line).run(shell);
      } catch (Exit e) {
        return e.code;
      } catch (IllegalArgumentException e) {
        shell.last = shell.complain(String.valueOf(e.getMessage()), 2);
      }
    }
  }

  private int script(String script) throws Exception {
    try {
      return Parser.parse(script).run(this);
    } catch (Exit e) {
      return e.code;
    } catch (LoopControl e) {
      return 0;
    } catch (IllegalArgumentException e) {
      return complain(String.valueOf(e.getMessage()), 2);
    }
  }

  private int complain(String words, int code) {
    err.print("sh: " + words + "\n");
    return code;
  }

  private @org.jspecify.annotations.Nullable String readLine() throws Exception {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        return line.size() == 0 ? null : line.toString(StandardCharsets.UTF_8);
      }
      line.write(next);
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  ProcessFiles files() {
    ProcessFiles all = process.files();
    return new ProcessFiles(all.tree(), directory, all.user(), all.checkpoint());
  }

  int last() {
    return last;
  }

  void last(int code) {
    last = code;
  }

  void set(String name, String value) {
    variables.put(name, value);
  }

  String get(String name) {
    return switch (name) {
      case "?" -> String.valueOf(last);
      case "$" -> "1";
      case "#" -> String.valueOf(Math.max(0, arguments.size() - 1));
      case "@", "*" -> String.join(" ", arguments.subList(Math.min(1, arguments.size()), arguments.size()));
      default -> {
        if (name.matches("\\d")) {
          int index = Integer.parseInt(name);
          yield index < arguments.size() ? arguments.get(index) : index == 0 ? "sh" : "";
        }
        yield Objects.requireNonNullElse(variables.get(name), "");
      }
    };
  }

  boolean isSet(String name) {
    return variables.containsKey(name) && !variables.getOrDefault(name, "").isEmpty();
  }

  List<String> arguments() {
    return arguments;
  }

  List<String> expand(List<String> words) throws Exception {
    List<String> expanded = new ArrayList<>();
    for (String word : words) {
      expanded.addAll(new Expansion(this).fields(word));
    }
    return expanded;
  }

  /** What a command prints, without line ends at its end. */
  String substitute(String script) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Shell inner = new Shell(this);
    inner.out = new PrintStream(bytes, false, StandardCharsets.UTF_8);
    last = inner.script(script);
    return bytes.toString(StandardCharsets.UTF_8).replaceAll("\n+$", "");
  }

  int subshell(Parser.Command command) throws Exception {
    try {
      return command.run(new Shell(this));
    } catch (Exit e) {
      return e.code;
    }
  }

  int background(Parser.Command command) {
    Shell inner = new Shell(this);
    children.add(start(() -> inner.subshell(command)));
    return 0;
  }

  private interface Task {
    void run() throws Exception;
  }

  private static Thread start(Task task) {
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (KilledError e) {
                // The container has ended.
              } catch (Exception e) {
                // A program of the background failed; nobody waits for it.
              }
            },
            Thread.currentThread().getName() + "-child");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  int pipe(Parser.Command left, Parser.Command right) throws Exception {
    Pipe pipe = new Pipe();
    Shell writer = new Shell(this);
    OutputStream end = pipe.output();
    writer.out = new PrintStream(end, false, StandardCharsets.UTF_8);
    Thread thread =
        start(
            () -> {
              try {
                writer.subshell(left);
              } finally {
                pipe.end();
              }
            });
    Shell reader = new Shell(this);
    reader.in = pipe.input();
    try {
      return reader.subshell(right);
    } finally {
      pipe.breakOff();
      thread.join();
    }
  }

  static boolean isRedirect(String word) {
    return word.matches("\\d?(>>|>|<).*");
  }

  int redirected(List<String> redirects, Parser.Command command) throws Exception {
    InputStream inBefore = in;
    PrintStream outBefore = out;
    PrintStream errBefore = err;
    try {
      for (String redirect : redirects) {
        if (!redirect(redirect)) {
          return 1;
        }
      }
      return command.run(this);
    } finally {
      in = inBefore;
      out = outBefore;
      err = errBefore;
    }
  }

  private boolean redirect(String redirect) throws Exception {
    int sign = redirect.indexOf('<') >= 0 ? redirect.indexOf('<') : redirect.indexOf('>');
    boolean input = redirect.charAt(sign) == '<';
    String target = redirect.substring(sign).replaceFirst("^(>>|>|<)", "");
    boolean toErr = redirect.startsWith("2");
    if (target.matches("&\\d")) {
      PrintStream stream = target.equals("&2") ? err : out;
      if (toErr) {
        err = stream;
      } else {
        out = stream;
      }
      return true;
    }
    String file = String.join(" ", expand(List.of(target)));
    try {
      if (input) {
        in = file.equals("/dev/stdin") ? in : files().read(file);
        return true;
      }
      PrintStream stream =
          switch (file) {
            case "/dev/stderr" -> err;
            case "/dev/stdout" -> out;
            default -> new FilePrint(redirect.startsWith(">>", sign) ? files().append(file) : files().write(file));
          };
      if (toErr) {
        err = stream;
      } else {
        out = stream;
      }
      return true;
    } catch (FileError e) {
      String missing = input ? "no such file" : "nonexistent directory";
      String why = e.kind() == FileError.Kind.NOT_FOUND ? missing : e.getReason();
      complain((input ? "can't open " : "can't create ") + file + ": " + why, 1);
      return false;
    }
  }

  private int changeDirectory(String argument) {
    String target = argument.isEmpty() ? get("HOME") : argument.equals("-") ? get("OLDPWD") : argument;
    try {
      if (!files().stat(target, true).isFolder()) {
        return complain("cd: line 0: can't cd to " + target + ": Not a directory", 2);
      }
    } catch (FileError e) {
      return complain("cd: line 0: can't cd to " + target + ": " + e.getReason(), 2);
    }
    variables.put("OLDPWD", directory);
    directory = "/" + Names.inside("/" + files().absolute(target));
    variables.put("PWD", directory);
    if (argument.equals("-")) {
      out.print(directory + "\n");
    }
    return 0;
  }

  /** Runs a command of words: an assignment, a builtin or a program. */
  int simple(List<String> raw) throws Exception {
    Map<String, String> assigned = new LinkedHashMap<>();
    int first = 0;
    while (first < raw.size() && raw.get(first).matches("(?s)[A-Za-z_]\\w*=.*")) {
      String word = raw.get(first++);
      int equals = word.indexOf('=');
      assigned.put(word.substring(0, equals), new Expansion(this).text(word.substring(equals + 1)));
    }
    List<String> words = expand(raw.subList(first, raw.size()));
    if (words.isEmpty()) {
      variables.putAll(assigned);
      return assigned.isEmpty() ? last : 0;
    }
    return call(words, assigned);
  }

  private int call(List<String> words, Map<String, String> assigned) throws Exception {
    String argument = words.size() > 1 ? words.get(1) : "";
    switch (words.get(0)) {
      case "exit", "return" ->
          throw new Exit(argument.matches("-?\\d{1,9}") ? Integer.parseInt(argument) & 0xff : last);
      case "break" -> throw new LoopControl(false);
      case "continue" -> throw new LoopControl(true);
      case ":", "set", "trap", "umask" -> {
        return 0;
      }
      case "wait" -> {
        for (Thread child : children) {
          child.join();
        }
        children.clear();
        return 0;
      }
      case "cd" -> {
        return changeDirectory(argument);
      }
      case "export" -> {
        for (String word : words.subList(1, words.size())) {
          int equals = word.indexOf('=');
          if (equals > 0) {
            variables.put(word.substring(0, equals), word.substring(equals + 1));
          }
        }
        return 0;
      }
      case "unset" -> {
        words.subList(1, words.size()).forEach(variables::remove);
        return 0;
      }
      case "read" -> {
        String line = readLine();
        variables.put(words.size() > 1 ? words.get(words.size() - 1) : "REPLY", line == null ? "" : line);
        return line == null ? 1 : 0;
      }
      case "exec" -> {
        throw new Exit(words.size() > 1 ? call(words.subList(1, words.size()), assigned) : last);
      }
      default -> {
        return program(words, assigned);
      }
    }
  }

  private int program(List<String> words, Map<String, String> assigned) throws Exception {
    String name = words.get(0);
    String base = name.matches("/(usr/)?(local/)?s?bin/[^/]+") ? name.substring(name.lastIndexOf('/') + 1) : name;
    Program program = process.setup().programs().get(base);
    if (program == null) {
      return complain(name + ": not found", 127);
    }
    Map<String, String> environment = new LinkedHashMap<>(variables);
    environment.putAll(assigned);
    return program.run(process.with(words, environment, directory, in, out, err)) & 0xff;
  }
}
