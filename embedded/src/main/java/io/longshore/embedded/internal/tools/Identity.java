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
    Words words = new Words(process, "ugGnr");
    User user = ((RunningProgram) process).user();
    for (String name : words.operands) {
      User other = User.named(name);
      if (other == null) {
        return Tools.complain(process, "unknown user " + name);
      }
      user = other;
    }
    // Real and effective ids are the same here.
    String asked = (words.has('u') ? "u" : "") + (words.has('g') ? "g" : "") + (words.has('G') ? "G" : "");
    boolean names = words.has('n');
    if (asked.isEmpty() && !names) {
      String groups = user.groups().stream().map(Identity::group).collect(Collectors.joining(","));
      return Tools.print(
          process,
          "uid=" + user.id() + inBrackets(User.name(user.id())) + " gid=" + group(user.groupId()) + " groups="
              + groups);
    }
    if (asked.length() != 1) {
      process.stderr().print(USAGE);
      return 1;
    }
    Stream<Integer> ids = switch (asked) {
      case "u" -> Stream.of(user.id());
      case "g" -> Stream.of(user.groupId());
      default -> Stream.concat(Stream.of(user.groupId()), user.groups().stream()).distinct();
    };
    int code = 0;
    List<String> shown = new ArrayList<>();
    for (Integer id : ids.toList()) {
      String name = names ? asked.equals("u") ? User.name(id) : User.groupName(id) : null;
      shown.add(name == null ? String.valueOf(id) : name);
      code = names && name == null ? Tools.complain(process, "unknown ID " + id) : code;
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
