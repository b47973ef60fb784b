package io.longshore.embedded.internal.tools;

import io.longshore.embedded.ProcessContext;
import io.longshore.embedded.Program;
import io.longshore.embedded.internal.files.FileError;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The programs that read files' contents, or stdin where no file is named. */
final class FileContents {
  private FileContents() {}

  static void addTo(Map<String, Program> programs) {
    programs.put("cat", FileContents::cat);
    programs.put("head", FileContents::head);
    programs.put("wc", FileContents::wc);
    programs.put("sha256sum", FileContents::sha256sum);
    programs.put("sort", FileContents::sort);
    programs.put("tee", FileContents::tee);
    programs.put("dd", FileContents::dd);
  }

  /** Copies to stdout; returns 1 when it cannot be written. */
  private static int copy(InputStream in, ProcessContext process, long atMost) throws IOException {
    byte[] bytes = new byte[32 * 1024];
    long left = atMost;
    while (left > 0) {
      int count = in.read(bytes, 0, (int) Math.min(bytes.length, left));
      if (count < 0) {
        return 0;
      }
      process.stdout().write(bytes, 0, count);
      left -= count;
      int failed = Tools.failure(process);
      if (failed != 0) {
        return failed;
      }
    }
    return 0;
  }

  private static int cat(ProcessContext process) throws IOException {
    Words words = new Words(process, "u");
    words.orStdin();
    int code = 0;
    for (String path : words.operands) {
      try {
        code = Math.max(code, copy(words.open(path), process, Long.MAX_VALUE));
      } catch (FileError e) {
        boolean directory = e.kind() == FileError.Kind.IS_A_FOLDER;
        code = Tools.complain(process, (directory ? "read error: " : "can't open '" + path + "': ") + e.getReason());
      }
    }
    return code;
  }

  private static int head(ProcessContext process) throws Exception {
    List<String> arguments = process.arguments();
    boolean onlyNumber = !arguments.isEmpty() && arguments.get(0).matches("-\\d+");
    Words words = new Words(onlyNumber ? Tools.called(process, withLines(process)) : process, "n:c:");
    words.orStdin();
    String bytes = words.value('c');
    String lines = words.value('n');
    int[] code = new int[1];
    int failed = words.each(path -> {
      InputStream in = words.open(path);
      if (words.operands.size() > 1) {
        boolean first = path.equals(words.operands.get(0));
        process.stdout().print((first ? "" : "\n") + "==> " + path + " <==\n");
      }
      code[0] |= bytes == null ? lines(in, process, lines) : copy(in, process, Tools.size(process, bytes));
    });
    return failed | code[0];
  }

  private static List<String> withLines(ProcessContext process) {
    List<String> argv = new ArrayList<>(List.of(process.name(), "-n" + process.arguments().get(0).substring(1)));
    argv.addAll(process.arguments().subList(1, process.arguments().size()));
    return argv;
  }

  private static int lines(InputStream in, ProcessContext process, @Nullable String wanted) throws IOException {
    StringBuilder line = new StringBuilder();
    for (long left = wanted == null ? 10 : Tools.size(process, wanted); left > 0;) {
      int next = in.read();
      if (next >= 0) {
        line.append((char) next);
      }
      if (next < 0 || next == '\n') {
        Tools.write(process, line.toString());
        line.setLength(0);
        left--;
      }
      if (next < 0) {
        return 0;
      }
    }
    return 0;
  }

  private static int wc(ProcessContext process) throws Exception {
    Words words = new Words(process, "clw");
    boolean fromStdin = words.operands.isEmpty();
    words.orStdin();
    long[] total = new long[3];
    int code = words.each(path -> {
      long[] counts = count(words.open(path));
      for (int i = 0; i < counts.length; i++) {
        total[i] += counts[i];
      }
      printCounts(words, counts, fromStdin ? "" : " " + path);
    });
    if (words.operands.size() > 1) {
      printCounts(words, total, " total");
    }
    return code;
  }

  private static long[] count(InputStream in) throws IOException {
    long[] counts = new long[3];
    boolean inWord = false;
    byte[] buffer = new byte[32 * 1024];
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      counts[2] += count;
      for (int i = 0; i < count; i++) {
        boolean space = buffer[i] == ' ' || buffer[i] >= '\t' && buffer[i] <= '\r';
        counts[0] += buffer[i] == '\n' ? 1 : 0;
        counts[1] += inWord || space ? 0 : 1;
        inWord = !space;
      }
    }
    return counts;
  }

  private static void printCounts(Words words, long[] counts, String name) {
    StringBuilder line = new StringBuilder();
    boolean many = words.operands.size() > 1;
    boolean all = !words.has('l') && !words.has('w') && !words.has('c');
    String format = (words.has('l') ? 1 : 0) + (words.has('w') ? 1 : 0) + (words.has('c') ? 1 : 0) == 1 && !many ? "%d"
        : "%9d";
    for (int i = 0; i < counts.length; i++) {
      if (all || words.has("lwc".charAt(i))) {
        line.append(line.isEmpty() ? "" : " ").append(String.format(Locale.ROOT, format, counts[i]));
      }
    }
    Tools.print(words.process, line + name);
  }

  private static int sha256sum(ProcessContext process) throws Exception {
    Words words = new Words(process, "");
    words.orStdin();
    return words.each("can't open '", "'", path -> {
      DigestInputStream in = new DigestInputStream(words.open(path), MessageDigest.getInstance("SHA-256"));
      in.transferTo(OutputStream.nullOutputStream());
      Tools.print(process, HexFormat.of().formatHex(in.getMessageDigest().digest()) + "  " + path);
    });
  }

  private static int sort(ProcessContext process) throws Exception {
    Words words = new Words(process, "ru");
    words.orStdin();
    List<String> lines = new ArrayList<>();
    int code = words.each(
        path -> lines.addAll(new String(words.open(path).readAllBytes(), StandardCharsets.UTF_8).lines().toList()));
    Stream<String> sorted = lines.stream()
        .sorted(words.has('r') ? Comparator.reverseOrder() : Comparator.naturalOrder());
    (words.has('u') ? sorted.distinct() : sorted).forEach(line -> Tools.print(process, line));
    return code;
  }

  private static int tee(ProcessContext process) throws Exception {
    Words words = new Words(process, "a");
    List<OutputStream> files = new ArrayList<>();
    int code = words.each(path -> files.add(words.has('a') ? words.files.append(path) : words.files.write(path)));
    byte[] buffer = new byte[32 * 1024];
    for (int count = process.stdin().read(buffer); count >= 0; count = process.stdin().read(buffer)) {
      process.stdout().write(buffer, 0, count);
      for (OutputStream file : files) {
        file.write(buffer, 0, count);
      }
    }
    return code;
  }

  private static int dd(ProcessContext process) throws Exception {
    Map<String, String> values = new HashMap<>();
    for (String word : process.arguments()) {
      int equals = word.indexOf('=');
      if (!word.matches("(if|of|bs|count)=.+|status=none")) {
        return Tools.refused(process);
      }
      values.put(word.substring(0, equals), word.substring(equals + 1));
    }
    Words words = new Words(Tools.called(process, List.of("dd")), "");
    int size = (int) Tools.size(process, values.getOrDefault("bs", "512"));
    long left = values.containsKey("count") ? Tools.size(process, values.get("count")) : Long.MAX_VALUE;
    long whole = 0;
    long part = 0;
    String opening = values.getOrDefault("if", "-");
    int code = 0;
    try {
      InputStream in = words.open(opening);
      opening = values.getOrDefault("of", "-");
      OutputStream out = opening.equals("-") ? process.stdout() : words.files.write(opening);
      byte[] block = new byte[size];
      try {
        for (; left > 0; left--) {
          int count = in.readNBytes(block, 0, size);
          if (count == 0) {
            break;
          }
          out.write(block, 0, count);
          whole += count == size ? 1 : 0;
          part += count == size ? 0 : 1;
        }
      } catch (FileError e) {
        code = Tools.complain(process, "error writing '" + opening + "': " + e.getReason());
      }
    } catch (FileError e) {
      return Tools.complain(process, "can't open '" + opening + "': " + e.getReason());
    }
    String records = whole + "+" + part + " records ";
    if (!values.containsKey("status")) {
      process.stderr().print(records + "in\n" + records + "out\n");
    }
    return code;
  }
}
