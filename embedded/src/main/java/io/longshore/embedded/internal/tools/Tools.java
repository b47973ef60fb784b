package io.longshore.embedded.internal.tools;

import io.longshore.embedded.ProcessContext;
import io.longshore.embedded.Program;
import io.longshore.embedded.internal.files.FileError;
import io.longshore.embedded.internal.process.RunningProgram;
import io.longshore.embedded.internal.process.User;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The programs of {@code busybox}, as far as scripts in tests need them. */
public final class Tools {
  private static final DateTimeFormatter DATE = DateTimeFormatter
      .ofPattern("EEE MMM ppd HH:mm:ss 'UTC' yyyy", Locale.ENGLISH).withZone(ZoneOffset.UTC);
  private static final Map<String, Program> PROGRAMS = new LinkedHashMap<>();

  static {
    PROGRAMS.put("echo", Tools::echo);
    PROGRAMS.put("printf", Tools::printf);
    PROGRAMS.put("sleep", Tools::sleep);
    PROGRAMS.put("true", process -> 0);
    PROGRAMS.put("false", process -> 1);
    PROGRAMS.put("env", Tools::env);
    PROGRAMS.put("id", Identity::id);
    PROGRAMS.put("whoami", alone(Identity::whoami));
    PROGRAMS.put("hostname", alone(process -> print(process, process.hostName())));
    PROGRAMS.put("pwd", alone(process -> print(process, process.workingDirectory())));
    PROGRAMS.put("uname", Tools::uname);
    PROGRAMS.put("date", Tools::date);
    PROGRAMS.put("tty", alone(Tools::tty));
    PROGRAMS.put("stty", Terminals::stty);
    PROGRAMS.put("seq", Tools::seq);
    PROGRAMS.put("yes", Tools::yes);
    PROGRAMS.put("grep", Grep::grep);
    PROGRAMS.put("nc", Netcat::run);
    PROGRAMS.put("netstat", Netcat::netstat);
    PROGRAMS.put("top", alone(Tools::top));
    PROGRAMS.put("test", process -> Conditions.test(process, process.arguments()));
    PROGRAMS.put("[", Tools::bracket);
    Map<String, Program> onFiles = new LinkedHashMap<>();
    FileContents.addTo(onFiles);
    FileViews.addTo(onFiles);
    FileChanges.addTo(onFiles);
    PROGRAMS.putAll(onFiles);
    PROGRAMS.replaceAll((name, program) -> checked(program));
  }

  private Tools() {}

  /** The programs by name. */
  public static Map<String, Program> programs() {
    return new LinkedHashMap<>(PROGRAMS);
  }

  static int print(ProcessContext process, String line) {
    process.stdout().print(line + "\n");
    return 0;
  }

  static int complain(ProcessContext process, String words) {
    process.stderr().print(process.name() + ": " + words + "\n");
    return 1;
  }

  /** A program that ends when its words are wrong, and ends the whole process with what only busybox has. */
  public static Program checked(Program program) {
    return process -> checked(process, program);
  }

  private static int checked(ProcessContext process, Program program) throws Exception {
    try {
      return program.run(process);
    } catch (IllegalArgumentException e) {
      return complain(process, String.valueOf(e.getMessage()));
    } catch (FileError e) {
      return complain(process, e.getFile() + ": " + e.getReason());
    } catch (Refused e) {
      throw ((RunningProgram) process).refuse(process.name() + ": " + e.words());
    }
  }

  /** The same process as if it had been called with other words. */
  static ProcessContext called(ProcessContext process, List<String> argv) {
    return ((RunningProgram) process).called(argv);
  }

  private static int echo(ProcessContext process) {
    List<String> words = new ArrayList<>(process.arguments());
    StringBuilder flags = new StringBuilder();
    while (!words.isEmpty() && words.get(0).matches("-[neE]+")) {
      flags.append(words.remove(0));
    }
    boolean escapes = flags.lastIndexOf("e") > flags.lastIndexOf("E");
    String text = Escapes.bytewise(String.join(" ", words)) + (flags.indexOf("n") < 0 ? "\n" : "");
    return write(process, escapes ? Escapes.expand(text) : text);
  }

  private static int printf(ProcessContext process) {
    List<String> words = new ArrayList<>(process.arguments());
    if (!words.isEmpty() && words.get(0).equals("--")) {
      words.remove(0);
    }
    if (words.isEmpty()) {
      process.stderr().print("printf: usage: printf FORMAT [ARG]...\n");
      return 2;
    }
    Escapes escapes = new Escapes(words.subList(1, words.size()).stream().map(Escapes::bytewise).toList());
    int code = write(process, escapes.format(Escapes.bytewise(words.get(0))));
    return escapes.problem() == null ? code : complain(process, escapes.problem());
  }

  /** The next line, whose characters are bytes, without its end; null if there is none. */
  public static @Nullable String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    int next = in.read();
    if (next < 0) {
      return null;
    }
    for (; next >= 0 && next != '\n'; next = in.read()) {
      line.append((char) next);
    }
    return line.toString();
  }

  /** Writes a text whose characters are bytes; returns 1 when it cannot be written. */
  static int write(ProcessContext process, String bytewise) {
    byte[] bytes = bytewise.getBytes(StandardCharsets.ISO_8859_1);
    process.stdout().write(bytes, 0, bytes.length);
    return failure(process);
  }

  /** Returns 1 when stdout cannot be written, and says why if there is something to say. */
  static int failure(ProcessContext process) {
    if (!process.stdout().checkError()) {
      return 0;
    }
    String why = FilePrint.failure(process.stdout());
    return why == null ? 1 : complain(process, "write error: " + why);
  }

  private static int sleep(ProcessContext process) throws InterruptedException {
    BigDecimal millis = BigDecimal.ZERO;
    for (String text : process.arguments()) {
      if (text.equals("infinity")) {
        Thread.sleep(Long.MAX_VALUE);
      }
      if (!text.matches("\\d{1,10}(\\.\\d+)?[smhd]?|\\.\\d+s?")) {
        return complain(process, "invalid number '" + text + "'");
      }
      char unit = text.charAt(text.length() - 1);
      String number = Character.isDigit(unit) ? text : text.substring(0, text.length() - 1);
      long factor = unit == 'm' ? 60_000 : unit == 'h' ? 3_600_000 : unit == 'd' ? 86_400_000 : 1000;
      millis = millis.add(new BigDecimal(number).multiply(BigDecimal.valueOf(factor)));
    }
    if (process.arguments().isEmpty()) {
      return complain(process, "missing operand");
    }
    Thread.sleep(millis.longValue());
    return 0;
  }

  private static int env(ProcessContext process) throws Exception {
    List<String> words = new ArrayList<>(process.arguments());
    Map<String, String> environment = new LinkedHashMap<>(process.environment());
    while (!words.isEmpty() && (words.get(0).startsWith("-") || words.get(0).contains("="))) {
      String word = words.remove(0);
      if (word.equals("-i") || word.equals("-")) {
        environment.clear();
      } else if (word.equals("-u") && !words.isEmpty()) {
        environment.remove(words.remove(0));
      } else if (word.startsWith("-")) {
        throw new Refused("env " + word);
      } else {
        environment.put(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
      }
    }
    if (words.isEmpty()) {
      environment.forEach((name, value) -> process.stdout().print(name + "=" + value + "\n"));
      return 0;
    }
    RunningProgram context = (RunningProgram) process;
    return Programs.run(
        context.with(
            words, environment, context.workingDirectory(), context.stdin(), context.stdout(), context.stderr()),
        "env");
  }

  /** A program that takes no arguments here. */
  private static Program alone(Program program) {
    return process -> process.arguments().isEmpty() ? program.run(process) : refused(process);
  }

  /** Refuses a program's arguments. */
  static int refused(ProcessContext process) {
    throw new Refused(process.name() + " " + String.join(" ", process.arguments()));
  }

  /** Says little, and stays: containers are often kept alive with it. */
  private static int top(ProcessContext process) throws InterruptedException {
    while (true) {
      print(process, "  PID  PPID USER     STAT   VSZ %VSZ %CPU COMMAND");
      process.stdout().printf("%5d     0 %-8s R        0   0%%   0%% top%n", ((RunningProgram) process).pid(),
          Objects.requireNonNullElse(User.name(process.userId()), String.valueOf(process.userId())));
      Thread.sleep(5_000);
    }
  }

  private static int uname(ProcessContext process) {
    return switch (String.join(" ", process.arguments())) {
      case "", "-s" -> print(process, "Linux");
      case "-n" -> print(process, process.hostName());
      case "-m" -> print(process, "x86_64");
      default -> refused(process);
    };
  }

  private static int date(ProcessContext process) {
    return switch (String.join(" ", process.arguments())) {
      case "" -> print(process, DATE.format(Instant.now()));
      case "+%s" -> print(process, String.valueOf(Instant.now().getEpochSecond()));
      default -> refused(process);
    };
  }

  private static int tty(ProcessContext process) {
    print(process, process.isTerminal() ? "/dev/pts/0" : "not a tty");
    return process.isTerminal() ? 0 : 1;
  }

  private static int seq(ProcessContext process) {
    List<String> words = process.arguments();
    if (words.isEmpty() || words.size() > 3 || words.stream().anyMatch(word -> word.matches("[a-zA-Z]*"))) {
      return complain(process, "needs one to three numbers");
    }
    if (!words.stream().allMatch(word -> word.matches("-?\\d{1,18}"))
        || words.size() > 2 && words.get(1).matches("-?0+")) {
      return refused(process);
    }
    long first = words.size() > 1 ? Long.parseLong(words.get(0)) : 1;
    long step = words.size() > 2 ? Long.parseLong(words.get(1)) : 1;
    long last = Long.parseLong(words.get(words.size() - 1));
    StringBuilder batch = new StringBuilder();
    for (long i = first; step > 0 ? i <= last : i >= last; i += step) {
      batch.append(i).append('\n');
      if (batch.length() > 4096) {
        process.stdout().print(batch);
        batch.setLength(0);
      }
    }
    process.stdout().print(batch);
    return 0;
  }

  /** A number with k or M behind it, or without; other numbers are refused, and what is none is wrong. */
  static long size(ProcessContext process, String text) {
    if (!text.matches("\\d{1,12}[kKmM]?")) {
      if (text.matches(".*\\d.*|inf.*")) {
        refused(process);
      }
      throw new IllegalArgumentException("invalid number '" + text + "'");
    }
    char unit = text.charAt(text.length() - 1);
    long factor = unit == 'k' || unit == 'K' ? 1024 : unit == 'm' || unit == 'M' ? 1024 * 1024 : 1;
    return factor * Long.parseLong(factor == 1 ? text : text.substring(0, text.length() - 1));
  }

  private static int yes(ProcessContext process) {
    String line = (process.arguments().isEmpty() ? "y" : String.join(" ", process.arguments())) + "\n";
    String batch = line.repeat(Math.max(1, 4096 / line.length()));
    while (!process.stdout().checkError()) {
      process.stdout().print(batch);
    }
    return 1;
  }

  private static int bracket(ProcessContext process) {
    List<String> words = process.arguments();
    if (words.isEmpty() || !words.get(words.size() - 1).equals("]")) {
      process.stderr().print("[: missing ]\n");
      return 2;
    }
    return Conditions.test(process, words.subList(0, words.size() - 1));
  }
}
