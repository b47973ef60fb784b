package io.longshore.embedded.internal.tools;

import io.longshore.embedded.ProcessContext;
import io.longshore.embedded.internal.process.User;
import org.jspecify.annotations.Nullable;

/** The programs that print their user. */
final class Identity {
  private static final String USAGE = "Usage: id [-ugGnr] [USER]\n";

  private Identity() {}

  static int id(ProcessContext process) {
    StringBuilder options = new StringBuilder();
    User user = new User(process.userId(), process.groupId());
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
      String group = user.groupId() + inBrackets(User.groupName(user.groupId()));
      return Tools.print(
          process, "uid=" + user.id() + inBrackets(User.name(user.id())) + " gid=" + group + " groups=" + group);
    }
    if (asked.isEmpty() || asked.chars().distinct().count() > 1) {
      process.stderr().print(USAGE);
      return 1;
    }
    int number = asked.startsWith("u") ? user.id() : user.groupId();
    if (!names) {
      return Tools.print(process, String.valueOf(number));
    }
    String name = asked.startsWith("u") ? User.name(number) : User.groupName(number);
    Tools.print(process, name == null ? String.valueOf(number) : name);
    return name == null ? Tools.complain(process, "unknown ID " + number) : 0;
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
