package io.longshore.embedded.internal.process;

import io.longshore.embedded.internal.EngineError;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whom a process runs as. Files are not asked: all images share what is in {@code /etc/passwd} and
 * {@code /etc/group} from the start, root and nobody.
 */
public record User(int id, int groupId) {
  private static final Map<String, User> PASSWD = Map.of("root", new User(0, 0), "nobody", new User(65534, 65534));
  private static final Map<String, Integer> GROUPS = Map.of("root", 0, "nogroup", 65534);

  /** Reads {@code user}, {@code user:group} or {@code :group} by names and numbers; nothing means root. */
  public static User of(@Nullable String text) {
    String[] parts = text == null ? new String[] {""} : text.split(":", -1);
    User known = parts[0].isEmpty() ? new User(0, 0) : named(parts[0]);
    User user = known == null ? numbered(parts[0]) : known;
    if (parts.length < 2 || parts[1].isEmpty()) {
      return user;
    }
    Integer group = GROUPS.get(parts[1]);
    String missing = "unable to find group " + parts[1] + ": no matching entries in group file";
    return new User(user.id, group == null ? number(parts[1], missing) : group);
  }

  private static User numbered(String text) {
    int number = number(text, "unable to find user " + text + ": no matching entries in passwd file");
    String name = name(number);
    User known = name == null ? null : named(name);
    // A number that passwd does not know has no group of its own: it gets root's.
    return known == null ? new User(number, 0) : known;
  }

  private static int number(String text, String otherwise) {
    if (!text.matches("[+-]?[0-9]{1,18}")) {
      throw EngineError.invalid(otherwise);
    }
    long number = Long.parseLong(text);
    if (number < 0 || number > Integer.MAX_VALUE) {
      throw EngineError.invalid("uids and gids must be in range 0-2147483647");
    }
    return (int) number;
  }

  /** Finds a user by name. */
  public static @Nullable User named(String name) {
    return PASSWD.get(name);
  }

  /** The name of a user, if it has one. */
  public static @Nullable String name(int id) {
    return key(PASSWD.entrySet().stream().filter(entry -> entry.getValue().id == id).findFirst().orElse(null));
  }

  /** The name of a group, if it has one. */
  public static @Nullable String groupName(int id) {
    return key(GROUPS.entrySet().stream().filter(entry -> entry.getValue() == id).findFirst().orElse(null));
  }

  private static @Nullable String key(Map.@Nullable Entry<String, ?> entry) {
    return entry == null ? null : entry.getKey();
  }

  /** Its home directory. */
  public String home() {
    return id == 0 ? "/root" : "/";
  }
}
