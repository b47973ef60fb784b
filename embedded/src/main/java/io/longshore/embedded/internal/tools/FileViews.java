package io.longshore.embedded.internal.tools;

import io.longshore.embedded.ProcessContext;
import io.longshore.embedded.Program;
import io.longshore.embedded.internal.files.FileError;
import io.longshore.embedded.internal.files.FileKind;
import io.longshore.embedded.internal.files.FileStat;
import io.longshore.embedded.internal.files.ProcessFiles;
import io.longshore.embedded.internal.process.User;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The programs that show what files there are. */
final class FileViews {
  private static final DateTimeFormatter RECENT = inUtc("MMM ppd HH:mm");
  private static final DateTimeFormatter OLD = inUtc("MMM ppd  yyyy");
  private static final DateTimeFormatter FULL = inUtc("yyyy-MM-dd HH:mm:ss.nnnnnnnnn xx");
  private static final Pattern STAT = Pattern.compile("%[^aAFgGhinNsuUyY%]");

  private FileViews() {}

  private static DateTimeFormatter inUtc(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC);
  }

  static void addTo(Map<String, Program> programs) {
    programs.put("ls", FileViews::ls);
    programs.put("stat", FileViews::stat);
    programs.put("readlink", FileViews::readlink);
    programs.put("find", FileViews::find);
  }

  private static int ls(ProcessContext process) throws Exception {
    Words words = new Words(process, "1aAldn");
    if (words.operands.isEmpty()) {
      words.operands.add(".");
    }
    words.operands.sort(null);
    List<String> directories = new ArrayList<>();
    boolean[] printed = new boolean[1];
    int code = words.each(path -> {
      boolean follow = !words.has('l') && !words.has('n');
      if (!words.has('d') && words.files.stat(path, follow).isFolder()) {
        directories.add(path);
      } else {
        line(words, path, words.files.stat(path, false));
        printed[0] = true;
      }
    });
    for (String directory : directories) {
      if (words.operands.size() > 1) {
        process.stdout().print((printed[0] ? "\n" : "") + directory + ":\n");
        printed[0] = true;
      }
      directory(words, directory);
    }
    return code;
  }

  private static void directory(Words words, String directory) throws FileError {
    List<String> names = new ArrayList<>(words.has('a') ? List.of(".", "..") : List.of());
    for (String name : words.files.list(directory)) {
      if (words.has('a') || words.has('A') || !name.startsWith(".")) {
        names.add(name);
      }
    }
    if (words.has('l') || words.has('n')) {
      long blocks = 0;
      for (String name : names) {
        FileStat stat = words.files.stat(directory + "/" + name, false);
        blocks += stat.kind() == FileKind.LINK ? 0 : (stat.size() + 4095) / 4096 * 4;
      }
      words.process.stdout().print("total " + blocks + "\n");
    }
    for (String name : names) {
      line(words, name, words.files.stat(directory + "/" + name, false));
    }
  }

  private static void line(Words words, String name, FileStat stat) {
    boolean numbers = words.has('n');
    if (!words.has('l') && !numbers) {
      words.process.stdout().print(name + "\n");
      return;
    }
    boolean recent = Duration.between(stat.modified(), Instant.now()).abs().toDays() < 182;
    words.process.stdout().print(
        String.format(
            Locale.ROOT,
            "%s %4d %-8s %-8s %9d %s %s%s\n",
            stat.letters(),
            stat.links(),
            numbers ? stat.owner().user() : userName(stat, 8),
            numbers ? stat.owner().group() : groupName(stat, 8),
            stat.size(),
            (recent ? RECENT : OLD).format(stat.modified()),
            name,
            stat.kind() == FileKind.LINK ? " -> " + stat.target() : ""));
  }

  private static String userName(FileStat stat, int most) {
    String name = User.name(stat.owner().user());
    return cut(Objects.requireNonNullElse(name, String.valueOf(stat.owner().user())), most);
  }

  private static String groupName(FileStat stat, int most) {
    String name = User.groupName(stat.owner().group());
    return cut(Objects.requireNonNullElse(name, String.valueOf(stat.owner().group())), most);
  }

  private static String cut(String text, int most) {
    return text.substring(0, Math.min(most, text.length()));
  }

  private static int stat(ProcessContext process) throws Exception {
    Words words = new Words(process, "Lc:");
    String format = words.value('c');
    if (format == null || STAT.matcher(format).find()) {
      return Tools.refused(process);
    }
    return words.each("can't stat '", "'",
        path -> Tools.print(process, formatted(format, path, words.files.stat(path, words.has('L')))));
  }

  private static String formatted(String format, String path, FileStat stat) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      if (c != '%' || i + 1 == format.length()) {
        out.append(c);
        continue;
      }
      c = format.charAt(++i);
      switch (c) {
        case 'a' -> out.append(Integer.toOctalString(stat.mode()));
        case 'A' -> out.append(stat.letters());
        case 'u' -> out.append(stat.owner().user());
        case 'U' -> out.append(named(User.name(stat.owner().user())));
        case 'g' -> out.append(stat.owner().group());
        case 'G' -> out.append(named(User.groupName(stat.owner().group())));
        case 's' -> out.append(stat.size());
        case 'h' -> out.append(stat.links());
        case 'i' -> out.append(stat.number());
        case 'Y' -> out.append(stat.modified().getEpochSecond());
        case 'y' -> out.append(FULL.format(stat.modified()));
        case 'F' -> out.append(kind(stat));
        case 'n' -> out.append(path);
        case 'N' ->
          out.append(stat.kind() == FileKind.LINK ? "'" + path + "' -> '" + stat.target() + "'" : path);
        case '%' -> out.append('%');
        default -> out.append('?');
      }
    }
    return out.toString();
  }

  private static String named(@Nullable String name) {
    return Objects.requireNonNullElse(name, "UNKNOWN");
  }

  private static String kind(FileStat stat) {
    return switch (stat.kind()) {
      case FOLDER -> "directory";
      case LINK -> "symbolic link";
      case FIFO -> "fifo";
      case DEVICE -> "character special file";
      case FILE -> stat.size() == 0 ? "regular empty file" : "regular file";
    };
  }

  private static int readlink(ProcessContext process) throws Exception {
    Words words = new Words(process, "fn");
    String path = words.operands.isEmpty() ? "" : words.operands.get(0);
    try {
      String found = words.has('f') ? real(words.files, path) : words.files.stat(path, false).target();
      process.stdout().print(found + (found.isEmpty() || words.has('n') ? "" : "\n"));
      return found.isEmpty() ? 1 : 0;
    } catch (FileError e) {
      return 1;
    }
  }

  /** The whole path behind links, of which only the last name may be missing; else empty. */
  private static String real(ProcessFiles files, String path) throws FileError {
    String real = files.tree().real(files.absolute(path));
    return files.isFolder(real.substring(0, real.lastIndexOf('/') + 1)) ? real : "";
  }

  private static int find(ProcessContext process) throws Exception {
    List<String> words = process.arguments();
    int at = 0;
    while (at < words.size() && !words.get(at).matches("-.*|[!(]")) {
      at++;
    }
    List<String> paths = at == 0 ? List.of(".") : words.subList(0, at);
    Map<String, String> values = new HashMap<>();
    for (; at < words.size(); at++) {
      String option = words.get(at);
      boolean last = at + 1 == words.size();
      if (last && option.equals("-print")) {
        continue;
      }
      // A second condition of a kind is one more, and no other one.
      if (last || !List.of("-type", "-name", "-maxdepth").contains(option)
          || values.put(option, words.get(++at)) != null) {
        return Tools.refused(process);
      }
    }
    String type = values.getOrDefault("-type", "").replace('f', '-');
    if (!type.matches("[-dlpc]?")) {
      return Tools.refused(process);
    }
    String pattern = values.getOrDefault("-name", "*");
    int depth = Integer.parseInt(values.getOrDefault("-maxdepth", "1000000"));
    int code = 0;
    ProcessFiles files = new Words(Tools.called(process, List.of("find")), "").files;
    for (String path : paths) {
      try {
        find(process, files, path, type, pattern, depth);
      } catch (FileError e) {
        code = Tools.complain(process, path + ": " + e.getReason());
      }
    }
    return code;
  }

  private static void find(
      ProcessContext process, ProcessFiles files, String path, String type, String pattern, int depth)
      throws FileError {
    FileStat stat = files.stat(path, false);
    String name = path.equals("/") ? path : path.substring(path.lastIndexOf('/') + 1);
    boolean named = pattern.equals("*") || Glob.matches(pattern, name);
    if (named && (type.isEmpty() || type.charAt(0) == stat.kind().letter())) {
      Tools.print(process, path);
    }
    if (stat.isFolder() && depth > 0) {
      for (String child : files.list(path)) {
        find(process, files, path.endsWith("/") ? path + child : path + "/" + child, type, pattern, depth - 1);
      }
    }
  }
}
