package io.longshore.embedded.internal.tools;

import io.longshore.embedded.ProcessContext;
import io.longshore.embedded.internal.process.RunningProgram;
import io.longshore.embedded.internal.process.User;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The programs that print their user. */
final class Identity {
  private static final String USAGE = "Usage: id [-ugGnr] [USER]\n";

  private Identity() {}

  static int id(ProcessContext process) {
    StringBuilder options = new StringBuilder();
    User user = ((RunningProgram) process).user();
    for (String word : process.arguments()) {
      if (word.matches("-[ugGnr]+")) {
        options.append(word, 1, word.length());
        continue;
      }
      if (word.startsWith("-")) {
        return Tools.refused(process);
      }
      User other = User.named(word);
      if (other == null) {
        return Tools.complain(process, "unknown user " + word);
      }
      user = other;
    }
    // Real and effective ids are the same here.
    String asked = options.toString().replace("r", "");
    boolean names = asked.contains("n");
    asked = asked.replace("n", "");
    if (asked.isEmpty() && !names) {
      String groups = user.groups().stream().map(Identity::group).collect(Collectors.joining(","));
      return Tools.print(
          process,
          "uid=" + user.id() + inBrackets(User.name(user.id())) + " gid=" + group(user.groupId()) + " groups="
              + groups);
    }
    if (asked.isEmpty() || asked.chars().distinct().count() > 1) {
      process.stderr().print(USAGE);
      return 1;
    }
    if (asked.startsWith("G")) {
      return groups(process, user, names);
    }
    int number = asked.startsWith("u") ? user.id() : user.groupId();
    if (!names) {
      return Tools.print(process, String.valueOf(number));
    }
    String name = asked.startsWith("u") ? User.name(number) : User.groupName(number);
    Tools.print(process, name == null ? String.valueOf(number) : name);
    return name == null ? Tools.complain(process, "unknown ID " + number) : 0;
  }

  private static int groups(ProcessContext process, User user, boolean names) {
    Stream<Integer> others = user.groups().stream().filter(each -> each != user.groupId());
    List<Integer> all = Stream.concat(Stream.of(user.groupId()), others).toList();
    int code = 0;
    List<String> shown = new ArrayList<>();
    for (Integer group : all) {
      String name = names ? User.groupName(group) : null;
      shown.add(name == null ? String.valueOf(group) : name);
      code = names && name == null ? Tools.complain(process, "unknown ID " + group) : code;
    }
    Tools.print(process, String.join(" ", shown));
    return code;
  }

  private static String group(int id) {
    return id + inBrackets(User.groupName(id));
  }

  private static String inBrackets(@Nullable String name) {
    return name == null ? "" : "(" + name + ")";
  }

  static int whoami(ProcessContext process) {
    String name = User.name(process.userId());
    return name == null
        ? Tools.complain(process, "unknown uid " + process.userId())
        : Tools.print(process, name);
  }
}
