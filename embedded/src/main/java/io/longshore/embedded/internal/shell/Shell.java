package io.longshore.embedded.internal.shell;

import io.longshore.embedded.ProcessContext;
import io.longshore.embedded.Program;
import io.longshore.embedded.internal.files.FileError;
import io.longshore.embedded.internal.files.ProcessFiles;
import io.longshore.embedded.internal.process.Pipe;
import io.longshore.embedded.internal.process.RunningProgram;
import io.longshore.embedded.internal.tools.Programs;
import io.longshore.embedded.internal.tools.Refused;
import io.longshore.embedded.internal.tools.Tools;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A {@code sh} as busybox has it, as far as scripts in tests need it. What it does, it does as busybox; what it does
 * not do, it refuses with exit code 2 and words, so that no test passes here and fails there (decision 23).
 */
public final class Shell {
  final RunningProgram process;
  final Map<String, String> variables;
  final Set<String> exported;
  final Map<String, Parser.Command> functions;
  final Set<Character> options;
  final Jobs jobs;
  private String name;
  List<String> arguments;
  String directory;
  volatile InputStream in;
  volatile PrintStream out;
  volatile PrintStream err;
  /** How many loops are around what runs. */
  int loops;
  /** How many conditions are around what runs: its failure is an answer then, and no reason to end. */
  private int tested;
  private int last;
  private int substituted;

  private Shell(RunningProgram process) {
    this.process = process;
    this.name = "sh";
    this.arguments = List.of();
    this.variables = new LinkedHashMap<>(process.environment());
    this.exported = new LinkedHashSet<>(variables.keySet());
    this.functions = new LinkedHashMap<>();
    this.options = new LinkedHashSet<>();
    this.directory = process.workingDirectory();
    this.in = process.stdin();
    this.out = process.stdout();
    this.err = process.stderr();
    this.jobs = new Jobs(process);
    variables.put("PWD", directory);
  }

  Shell(Shell parent, Jobs.@Nullable Job job) {
    process = parent.process;
    name = parent.name;
    arguments = parent.arguments;
    variables = new LinkedHashMap<>(parent.variables);
    exported = new LinkedHashSet<>(parent.exported);
    functions = new LinkedHashMap<>(parent.functions);
    options = new LinkedHashSet<>(parent.options);
    jobs = new Jobs(parent.jobs, job);
    directory = parent.directory;
    in = parent.in;
    out = parent.out;
    err = parent.err;
    loops = parent.loops;
    tested = parent.tested;
    last = parent.last;
  }

  /** The shell and the programs that it finds, by name. */
  public static Map<String, Program> programs() {
    Map<String, Program> programs = Tools.programs();
    programs.put("sh", Tools.checked(Shell::main));
    programs.put("ash", Tools.checked(Shell::main));
    return Map.copyOf(programs);
  }

  /** The program {@code sh}. */
  static int main(ProcessContext context) throws Exception {
    Shell shell = new Shell((RunningProgram) context);
    return shell.inShell(inner -> inner.start(new ArrayList<>(context.arguments())));
  }

  private int start(List<String> words) throws Exception {
    List<String> flags = words.subList(0, Builtins.flags(this, words, "cls"));
    boolean command = flags.stream().anyMatch(flag -> flag.matches("-\\w*c\\w*"));
    boolean fromStdin = flags.stream().anyMatch(flag -> flag.matches("-\\w*s\\w*"));
    flags.clear();
    if (command && words.isEmpty()) {
      return complain("-c requires an argument", 2);
    }
    if (words.isEmpty() || fromStdin) {
      arguments = List.copyOf(words);
      return interactive();
    }
    String script = words.remove(0);
    name = !command ? script : words.isEmpty() ? name : words.remove(0);
    arguments = List.copyOf(words);
    if (command) {
      return execute(script);
    }
    String text;
    try (InputStream file = files().read(script)) {
      text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (FileError e) {
      return complain("can't open '" + script + "': " + e.getReason(), 2);
    }
    return execute(text);
  }

  /** Runs commands from stdin, as soon as one is whole. */
  private int interactive() throws Exception {
    boolean prompts = process.isTerminal();
    // As busybox reads its script: what comes at once is the shell's, and nothing of it the commands'.
    InputStream lines = prompts ? in : new BufferedInputStream(in, 1023);
    String pending = "";
    while (true) {
      if (prompts) {
        out.print(pending.isEmpty() ? directory + (process.userId() == 0 ? " # " : " $ ") : "> ");
      }
      String line = Tools.line(lines);
      if (line == null && pending.isEmpty()) {
        return last;
      }
      String script = pending + (line == null ? "" : Builtins.characters(line) + "\n");
      pending = "";
      try {
        if (line != null) {
          new Parser(script, true).next();
        }
        execute(script);
      } catch (ShellError.Incomplete e) {
        pending = script;
      } catch (ShellError e) {
        if (!prompts) {
          throw e;
        }
        last = complain(e.getMessage(), 2);
      }
    }
  }

  /** Runs a script, line by line. */
  int execute(String script) throws Exception {
    Parser parser = new Parser(script, false);
    int code = 0;
    for (Parser.Command line = parser.next(); line != null; line = parser.next()) {
      code = line.run(this);
      last = code;
    }
    return code;
  }

  /** Runs something to this shell's end. */
  int inShell(Parser.Command command) throws Exception {
    try {
      int code = ending(command);
      String trap = jobs.takeTrap("EXIT");
      if (trap == null) {
        return code;
      }
      last = code;
      return ending(
          inner -> {
            inner.execute(trap);
            return code;
          });
    } finally {
      jobs.end();
    }
  }

  private int ending(Parser.Command command) throws Exception {
    try {
      return command.run(this);
    } catch (ShellError.Exit e) {
      return e.code;
    } catch (ShellError.LoopControl e) {
      return 0;
    } catch (Refused e) {
      throw process.refuse("sh: " + e.getMessage());
    } catch (ShellError e) {
      return complain(e.getMessage(), 2);
    }
  }

  int complain(@Nullable String words, int code) {
    err.print("sh: " + words + "\n");
    return code;
  }

  ProcessFiles files() {
    ProcessFiles all = process.files();
    return new ProcessFiles(all.tree(), directory, all.user(), all.checkpoint());
  }

  boolean has(char option) {
    return options.contains(option);
  }

  int last() {
    return last;
  }

  void last(int code) {
    last = code;
  }

  void set(String variable, String value) {
    variables.put(variable, value);
    if (has('a')) {
      exported.add(variable);
    }
  }

  List<String> arguments() {
    return arguments;
  }

  String separators() {
    return variables.getOrDefault("IFS", " \t\n");
  }

  String get(String variable) {
    String value = valueOf(variable);
    if (value == null && has('u')) {
      throw new ShellError(variable + ": parameter not set");
    }
    return Objects.requireNonNullElse(value, "");
  }

  /** A variable's value, null when it is not set. */
  @Nullable
  String valueOf(String variable) {
    return switch (variable) {
      case "?" -> String.valueOf(last);
      case "$" -> String.valueOf(process.pid());
      case "!" -> jobs.newest();
      case "#" -> String.valueOf(arguments.size());
      case "@", "*" -> arguments.isEmpty() ? null : String.join(" ", arguments);
      case "0" -> name;
      case "RANDOM" -> String.valueOf(ThreadLocalRandom.current().nextInt(32_768));
      case "-", "LINENO", "PPID" -> throw new Refused("$" + variable);
      default -> {
        if (Character.isDigit(variable.charAt(0))) {
          int index = variable.length() > 6 ? Integer.MAX_VALUE : Integer.parseInt(variable);
          yield index <= arguments.size() ? arguments.get(index - 1) : null;
        }
        yield variables.get(variable);
      }
    };
  }

  List<String> expand(List<String> words) throws Exception {
    List<String> expanded = new ArrayList<>();
    for (String word : words) {
      expanded.addAll(new Expansion(this).fields(word));
    }
    return expanded;
  }

  /** What a script prints, without line ends at its end. */
  String substitute(String script) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Shell inner = new Shell(this, null);
    inner.out = new PrintStream(bytes, false, StandardCharsets.UTF_8);
    substituted = inner.inShell(shell -> shell.execute(script));
    last = substituted;
    return bytes.toString(StandardCharsets.UTF_8).replaceAll("\n+$", "").replace("\0", "");
  }

  int subshell(Parser.Command command) throws Exception {
    return new Shell(this, null).inShell(command);
  }

  /** Runs what is a condition: its failure ends nothing. */
  int tested(Parser.Command command) throws Exception {
    tested++;
    try {
      return command.run(this);
    } finally {
      tested--;
    }
  }

  int exitOnFailure(int code) {
    if (code != 0 && tested == 0 && has('e')) {
      throw new ShellError.Exit(code);
    }
    return code;
  }

  void runTraps() throws Exception {
    for (String script = jobs.nextTrap(); script != null; script = jobs.nextTrap()) {
      int before = last;
      execute(script);
      last = before;
    }
  }

  int background(Parser.Command command) {
    Jobs.Job job = jobs.job();
    Shell inner = new Shell(this, job);
    inner.in = InputStream.nullInputStream();
    jobs.start(job, () -> inner.inShell(command), () -> inner.out == process.stdout() || inner.err == process.stderr());
    return 0;
  }

  int pipeline(List<Parser.Command> parts) throws Exception {
    int end = parts.size() - 1;
    int[] codes = new int[parts.size()];
    List<Thread> threads = new ArrayList<>();
    InputStream input = in;
    Pipe before = null;
    for (int i = 0; i < end; i++) {
      Pipe source = before;
      Pipe target = new Pipe();
      Shell writer = new Shell(this, null);
      writer.in = input;
      writer.out = new PrintStream(target.output(), false, StandardCharsets.UTF_8);
      int number = i;
      threads.add(
          Jobs.thread(
              () -> {
                try {
                  codes[number] = writer.inShell(parts.get(number));
                } finally {
                  target.end();
                  if (source != null) {
                    source.breakOff();
                  }
                }
              }));
      input = target.input();
      before = target;
    }
    Shell reader = new Shell(this, null);
    reader.in = input;
    try {
      codes[end] = reader.inShell(parts.get(end));
    } finally {
      Objects.requireNonNull(before).breakOff();
      for (Thread thread : threads) {
        thread.join();
      }
    }
    int code = codes[end];
    for (int i = end; i >= 0 && has('o') && code == 0; i--) {
      code = codes[i];
    }
    return code;
  }

  /** Runs a command of words: assignments, a function, a builtin or a program. */
  int simple(List<String> raw) throws Exception {
    substituted = 0;
    int first = 0;
    while (first < raw.size() && raw.get(first).matches("(?s)[A-Za-z_]\\w*=.*")) {
      first++;
    }
    List<String> words = expand(raw.subList(first, raw.size()));
    Map<String, String> assigned = new LinkedHashMap<>();
    for (String word : raw.subList(0, first)) {
      int equals = word.indexOf('=');
      String value = word.substring(equals + 1);
      if (value.contains(":~")) {
        throw new Refused("~ in the middle of a value");
      }
      String name = word.substring(0, equals);
      String expanded = new Expansion(this).text(value);
      assigned.put(name, expanded);
      if (words.isEmpty()) {
        set(name, expanded);
      }
    }
    if (has('x')) {
      err.print("+ " + (assigned.isEmpty() ? "" : assigned + " ") + String.join(" ", words) + "\n");
    }
    return words.isEmpty() ? substituted : call(words, assigned, true);
  }

  int call(List<String> words, Map<String, String> assigned, boolean functionsToo) throws Exception {
    Parser.Command function = functionsToo ? functions.get(words.get(0)) : null;
    if (function == null && !Builtins.NAMES.contains(words.get(0))) {
      return program(words, assigned);
    }
    Map<String, @Nullable String> before = new LinkedHashMap<>();
    assigned.forEach((key, value) -> before.put(key, variables.put(key, value)));
    try {
      return function == null ? Builtins.run(this, words) : function(function, words);
    } finally {
      if (!Builtins.SPECIAL.contains(words.get(0))) {
        restore(before);
      }
    }
  }

  private void restore(Map<String, @Nullable String> before) {
    before.forEach(
        (key, value) -> {
          if (value == null) {
            variables.remove(key);
          } else {
            variables.put(key, value);
          }
        });
  }

  private int function(Parser.Command body, List<String> words) throws Exception {
    List<String> argumentsBefore = arguments;
    Map<String, @Nullable String> outer = locals;
    locals = new LinkedHashMap<>();
    arguments = List.copyOf(words.subList(1, words.size()));
    try {
      return body.run(this);
    } catch (ShellError.Return e) {
      return e.code;
    } finally {
      restore(locals);
      locals = outer;
      arguments = argumentsBefore;
    }
  }

  private int program(List<String> words, Map<String, String> assigned) throws Exception {
    Map<String, String> environment = new LinkedHashMap<>(variables);
    environment.keySet().retainAll(exported);
    environment.putAll(assigned);
    return Programs.run(process.with(words, environment, directory, in, out, err), "sh") & 0xff;
  }

  /** What the variables that the running function calls its own were before; null outside of functions. */
  @Nullable
  Map<String, @Nullable String> locals;
}
