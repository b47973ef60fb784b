package io.longshore.embedded.internal.tools;

import io.longshore.embedded.ProcessContext;
import io.longshore.embedded.internal.files.FileError;
import io.longshore.embedded.internal.files.FileKind;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The program {@code grep}. Bytes are its characters, as in busybox, which knows no locale. */
final class Grep {
  private final Words words;
  private final Pattern pattern;
  private final boolean named;
  private boolean failed;
  private boolean found;

  private Grep(Words words, Pattern pattern, boolean named) {
    this.words = words;
    this.pattern = pattern;
    this.named = named;
  }

  static int grep(ProcessContext process) throws IOException {
    try {
      Words words = new Words(process, "qivcnEFosrlwxhHe:");
      List<String> patterns = new ArrayList<>(words.values('e'));
      if (patterns.isEmpty() && !words.operands.isEmpty()) {
        patterns.add(words.operands.remove(0));
      }
      boolean recursive = words.has('r');
      if (recursive && words.operands.isEmpty()) {
        throw new Refused("grep -r without a path");
      }
      if (patterns.isEmpty()) {
        throw new IllegalArgumentException("a pattern is missing");
      }
      boolean named = (words.operands.size() > 1 || recursive || words.has('H')) && !words.has('h');
      Grep grep = new Grep(words, compiled(words, String.join("\n", patterns)), named);
      words.orStdin();
      for (String path : words.operands) {
        grep.search(path);
      }
      return grep.found && words.has('q') ? 0 : grep.failed ? 2 : grep.found ? 0 : 1;
    } catch (IllegalArgumentException e) {
      Tools.complain(process, String.valueOf(e.getMessage()));
      return 2;
    }
  }

  /** One of the patterns, each on a line of its own. */
  private static Pattern compiled(Words words, String patterns) {
    List<String> choices = new ArrayList<>();
    for (String each : Escapes.bytewise(patterns).split("\n", -1)) {
      String regex = words.has('F') ? Pattern.quote(each) : PosixRegex.toJava(each, words.has('E'));
      choices.add(words.has('x') ? "^(?:" + regex + ")$" : words.has('w') ? "(?<!\\w)(?:" + regex + ")(?!\\w)" : regex);
    }
    int flags = Pattern.DOTALL | Pattern.UNIX_LINES | (words.has('i') ? Pattern.CASE_INSENSITIVE : 0);
    return Pattern.compile(String.join("|", choices), flags);
  }

  private void search(String path) throws IOException {
    try {
      boolean directory = !path.equals("-") && words.files.stat(path, true).isFolder();
      if (directory && words.has('r')) {
        for (String name : words.files.list(path)) {
          String inside = (path.endsWith("/") ? path : path + "/") + name;
          // Links to directories are not followed, so that none is searched twice.
          if (words.files.stat(inside, false).kind() != FileKind.LINK || !words.files.isFolder(inside)) {
            search(inside);
          }
        }
        return;
      }
      String name = path.equals("-") ? "(standard input)" : path;
      search(name, directory ? InputStream.nullInputStream() : words.open(path));
    } catch (FileError e) {
      failed = true;
      if (!words.has('s')) {
        Tools.complain(words.process, path + ": " + e.getReason());
      }
    }
  }

  private void search(String name, InputStream in) throws IOException {
    InputStream buffered = new BufferedInputStream(in);
    String prefix = named ? name + ":" : "";
    long count = 0;
    long number = 0;
    for (String line = Tools.line(buffered); line != null; line = Tools.line(buffered)) {
      number++;
      Matcher matcher = pattern.matcher(line);
      if (matcher.find() == words.has('v')) {
        continue;
      }
      found = true;
      count++;
      if (words.has('q')) {
        return;
      }
      if (words.has('l')) {
        Tools.print(words.process, name);
        return;
      }
      if (!words.has('c')) {
        print(prefix + (words.has('n') ? number + ":" : ""), line, matcher);
      }
    }
    if (words.has('c') && !words.has('q') && !words.has('l')) {
      Tools.print(words.process, prefix + count);
    }
  }

  private void print(String prefix, String line, Matcher matcher) {
    if (!words.has('o')) {
      Tools.write(words.process, Escapes.bytewise(prefix) + line + "\n");
      return;
    }
    int at = 0;
    while (!words.has('v') && at <= line.length() && matcher.find(at)) {
      int end = longest(line, matcher.start(), matcher.end());
      if (end > matcher.start()) {
        Tools.write(words.process, Escapes.bytewise(prefix) + line.substring(matcher.start(), end) + "\n");
      }
      at = Math.max(end, matcher.start() + 1);
    }
  }

  /** Of several matches from one place POSIX has the longest, and Java the first choice. */
  private int longest(String line, int start, int end) {
    Matcher matcher = pattern.matcher(line).useAnchoringBounds(false).useTransparentBounds(true);
    for (int longer = line.length(); longer > end; longer--) {
      if (matcher.region(start, longer).matches()) {
        return longer;
      }
    }
    return end;
  }
}
