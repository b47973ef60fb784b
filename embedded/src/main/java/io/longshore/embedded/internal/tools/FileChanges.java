package io.longshore.embedded.internal.tools;

import io.longshore.embedded.ProcessContext;
import io.longshore.embedded.Program;
import io.longshore.embedded.internal.EngineError;
import io.longshore.embedded.internal.files.FileError;
import io.longshore.embedded.internal.files.FileKind;
import io.longshore.embedded.internal.files.FileStat;
import io.longshore.embedded.internal.files.MountedTree;
import io.longshore.embedded.internal.files.Owner;
import io.longshore.embedded.internal.files.ProcessFiles;
import io.longshore.embedded.internal.process.User;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The programs that make, change and remove files. */
final class FileChanges {
  private static final int UMASK = 0022;
  private static final Pattern SYMBOLIC = Pattern.compile("([ugoa]*)([-+=])([rwxst]*)");

  private FileChanges() {}

  static void addTo(Map<String, Program> programs) {
    programs.put("mkdir", FileChanges::mkdir);
    programs.put("rmdir", FileChanges::rmdir);
    programs.put("rm", FileChanges::rm);
    programs.put("ln", FileChanges::ln);
    programs.put("touch", FileChanges::touch);
    programs.put("chmod", FileChanges::chmod);
    programs.put("chown", FileChanges::chown);
    programs.put("truncate", FileChanges::truncate);
    programs.put("cp", FileChanges::cp);
    programs.put("mv", FileChanges::mv);
  }

  private static int mkdir(ProcessContext process) throws Exception {
    Words words = new Words(process, "pm:");
    String mode = words.value('m');
    words.require(1);
    return words.each("can't create directory '", "'", path -> {
      if (words.has('p')) {
        words.files.createFolders(path);
      } else {
        words.files.tree().makeFolder(words.files.absolute(path), 0755, words.files.user());
      }
      if (mode != null) {
        words.files.tree().chmod(words.files.absolute(path), changed(mode, 0755, true));
      }
    });
  }

  private static int rmdir(ProcessContext process) throws Exception {
    Words words = new Words(process, "");
    return words.each("'", "'", path -> {
      if (!words.files.stat(path, false).isFolder()) {
        throw words.files.error(FileError.Kind.NOT_A_FOLDER, path);
      }
      words.files.tree().remove(words.files.absolute(path));
    });
  }

  private static int rm(ProcessContext process) throws Exception {
    Words words = new Words(process, "rRf");
    words.require(words.has('f') ? 0 : 1);
    int code = 0;
    for (String path : words.operands) {
      try {
        if (words.files.stat(path, false).isFolder() && !words.has('r') && !words.has('R')) {
          code = Tools.complain(process, "'" + path + "' is a directory");
          continue;
        }
        words.files.delete(path);
      } catch (FileError e) {
        if (e.kind() != FileError.Kind.NOT_FOUND || !words.has('f')) {
          code = Tools.complain(process, "can't remove '" + path + "': " + e.getReason());
        }
      }
    }
    return code;
  }

  private static int ln(ProcessContext process) throws Exception {
    Words words = new Words(process, "sfn");
    words.require(1);
    boolean here = words.operands.size() == 1;
    String directory = here ? "." : words.operands.get(words.operands.size() - 1);
    ProcessFiles files = words.files;
    int code = 0;
    for (String target : here ? words.operands : words.operands.subList(0, words.operands.size() - 1)) {
      boolean asItself = words.has('n') && isThere(files, directory)
          && files.stat(directory, false).kind() == FileKind.LINK;
      String path = asItself ? directory : words.into(target, directory);
      try {
        if (words.has('f') && isThere(files, path)) {
          files.tree().remove(files.absolute(path));
        }
        if (words.has('s')) {
          files.tree().makeLink(target, files.absolute(path), files.user());
        } else {
          files.tree().makeName(files.absolute(target), files.absolute(path));
        }
      } catch (FileError e) {
        boolean source = !words.has('s') && !isThere(files, target);
        code = Tools.complain(process, (source ? target : path) + ": " + e.getReason());
      }
    }
    return code;
  }

  private static boolean isThere(ProcessFiles files, String path) {
    try {
      files.stat(path, false);
      return true;
    } catch (FileError e) {
      return false;
    }
  }

  private static int touch(ProcessContext process) throws Exception {
    Words words = new Words(process, "cmahd:");
    words.require(1);
    String date = words.value('d');
    if (date != null && !date.matches("@\\d{1,12}")) {
      return Tools.refused(process);
    }
    Instant time = date == null ? Instant.now() : Instant.ofEpochSecond(Long.parseLong(date.substring(1)));
    return words.each(path -> {
      boolean follow = !words.has('h');
      if (!words.files.exists(path) && follow) {
        if (words.has('c')) {
          return;
        }
        words.files.write(path).close();
      }
      if (!words.has('a') || words.has('m')) {
        words.files.tree().touch(words.files.absolute(path), time, follow);
      }
    });
  }

  private static int chmod(ProcessContext process) throws Exception {
    Words words = new Words(modeAsOperand(process), "R");
    words.require(2);
    String mode = words.operands.remove(0);
    try {
      changed(mode, 0, false);
    } catch (IllegalArgumentException e) {
      return Tools.complain(process, "invalid mode '" + mode + "'");
    }
    return words.each(path -> deep(words, path, each -> {
      FileStat stat = words.files.stat(each, true);
      words.files.tree().chmod(words.files.absolute(each), changed(mode, stat.mode(), stat.isFolder()));
    }));
  }

  /** A mode such as {@code -x} is not an option. */
  private static ProcessContext modeAsOperand(ProcessContext process) {
    List<String> arguments = process.arguments();
    if (arguments.isEmpty() || !arguments.get(0).matches("-[rwxst]+")) {
      return process;
    }
    List<String> argv = new ArrayList<>(List.of(process.name(), "+," + arguments.get(0)));
    argv.addAll(arguments.subList(1, arguments.size()));
    return Tools.called(process, argv);
  }

  private static int changed(String text, int before, boolean directory) {
    if (text.matches("[0-7]{1,4}")) {
      return Integer.parseInt(text, 8);
    }
    int mode = before;
    for (String part : text.split(",")) {
      Matcher matcher = SYMBOLIC.matcher(part.replace("X", directory || (mode & 0111) != 0 ? "x" : ""));
      if (!matcher.matches()) {
        if (part.matches("[ugoarwxst+=-]+")) {
          throw new Refused("the mode " + text);
        }
        throw new IllegalArgumentException("invalid mode '" + text + "'");
      }
      String who = matcher.group(1).isEmpty() || matcher.group(1).contains("a") ? "ugo" : matcher.group(1);
      int bits = 0;
      int mask = 0;
      for (int i = 0; i < who.length(); i++) {
        int shift = who.charAt(i) == 'u' ? 6 : who.charAt(i) == 'g' ? 3 : 0;
        mask |= 7 << shift;
        String what = matcher.group(3);
        bits |= ((what.contains("r") ? 4 : 0) | (what.contains("w") ? 2 : 0) | (what.contains("x") ? 1 : 0)) << shift;
        bits |= what.contains("s") && shift > 0 ? 1 << (9 + shift / 3) : 0;
        bits |= what.contains("t") ? 01000 : 0;
      }
      bits &= matcher.group(1).isEmpty() ? ~UMASK : ~0;
      mode = switch (matcher.group(2)) {
        case "+" -> mode | bits;
        case "-" -> mode & ~bits;
        default -> mode & ~mask | bits;
      };
    }
    return mode;
  }

  private static void deep(Words words, String path, Words.Step step) throws Exception {
    step.run(path);
    if (words.has('R') && words.files.stat(path, false).isFolder()) {
      for (String name : words.files.list(path)) {
        deep(words, path + "/" + name, step);
      }
    }
  }

  private static int chown(ProcessContext process) throws Exception {
    Words words = new Words(process, "Rh");
    words.require(2);
    String name = words.operands.remove(0);
    User user;
    try {
      user = User.of(name);
    } catch (EngineError e) {
      String[] parts = name.split(":", -1);
      boolean group = e.words().contains("group");
      return Tools.complain(process, group ? "unknown group " + parts[1] : "unknown user " + parts[0]);
    }
    boolean onlyUser = !name.contains(":");
    return words.each(path -> deep(words, path, each -> {
      Owner before = words.files.stat(each, !words.has('h')).owner();
      int userId = name.startsWith(":") ? before.user() : user.id();
      Owner owner = new Owner(userId, onlyUser ? before.group() : user.groupId());
      words.files.tree().chown(words.files.absolute(each), owner, !words.has('h'));
    }));
  }

  private static int truncate(ProcessContext process) throws Exception {
    Words words = new Words(process, "cs:");
    String size = words.value('s');
    if (size == null) {
      return Tools.complain(process, "you must specify -s");
    }
    long bytes = Tools.size(process, size);
    return words.each("", ": open", path -> {
      if (!words.files.exists(path)) {
        if (words.has('c')) {
          return;
        }
        words.files.write(path).close();
      }
      words.files.tree().resize(words.files.absolute(path), bytes);
    });
  }

  private static int cp(ProcessContext process) throws Exception {
    Words words = new Words(process, "rRafpdP");
    words.require(2);
    String target = words.operands.remove(words.operands.size() - 1);
    int code = 0;
    for (String source : words.operands) {
      try {
        boolean deep = words.has('r') || words.has('R') || words.has('a');
        boolean follow = !words.has('a') && !words.has('d') && !words.has('P') && !deep;
        if (words.files.stat(source, follow).isFolder() && !deep) {
          code = Tools.complain(process, "omitting directory '" + source + "'");
          continue;
        }
        copy(words.files, source, words.into(source, target), follow, words.has('a') || words.has('p'));
      } catch (FileError e) {
        String what = e.getFile().equals(words.files.absolute(source)) ? "can't stat '" + source
            : "can't create '" + target;
        code = Tools.complain(process, what + "': " + e.getReason());
      }
    }
    return code;
  }

  private static void copy(ProcessFiles files, String source, String target, boolean follow, boolean keep)
      throws Exception {
    MountedTree tree = files.tree();
    FileStat stat = files.stat(source, follow);
    String path = files.absolute(target);
    boolean isNew = !isThere(files, target);
    switch (stat.kind()) {
      case FOLDER -> {
        // Listed before the target is made: it may be inside.
        List<String> names = files.list(source);
        if (isNew) {
          tree.makeFolder(path, stat.mode(), files.user());
        }
        for (String name : names) {
          copy(files, source + "/" + name, target + "/" + name, false, keep);
        }
      }
      case LINK -> {
        if (!isNew) {
          tree.remove(path);
        }
        tree.makeLink(stat.target(), path, files.user());
      }
      default -> {
        try (InputStream in = files.read(source);
            OutputStream out = files.write(target)) {
          in.transferTo(out);
        }
        if (isNew) {
          tree.chmod(path, stat.mode());
        }
      }
    }
    if (keep) {
      tree.chown(path, stat.owner(), false);
      if (stat.kind() != FileKind.LINK) {
        tree.chmod(path, stat.mode());
      }
      tree.touch(path, stat.modified(), false);
    }
  }

  private static int mv(ProcessContext process) throws Exception {
    Words words = new Words(process, "fn");
    words.require(2);
    String into = words.operands.remove(words.operands.size() - 1);
    return words.each("can't rename '", "'", source -> {
      String target = words.into(source, into);
      if (!words.has('n') || !isThere(words.files, target)) {
        move(words.files, source, target);
      }
    });
  }

  private static void move(ProcessFiles files, String source, String target) throws Exception {
    try {
      files.tree().rename(files.absolute(source), files.absolute(target));
    } catch (FileError e) {
      if (e.kind() != FileError.Kind.OTHER_DEVICE) {
        throw e;
      }
      if (isThere(files, target)) {
        files.tree().remove(files.absolute(target));
      }
      copy(files, source, target, false, true);
      files.delete(source);
    }
  }
}
