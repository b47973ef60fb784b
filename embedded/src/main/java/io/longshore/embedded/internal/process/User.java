package io.longshore.embedded.internal.process;

import io.longshore.embedded.internal.EngineError;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whom a process runs as. Files are not asked: all images share what is in {@code /etc/passwd} and
 * {@code /etc/group} from the start, root and nobody.
 */
public record User(int id, int groupId, List<Integer> moreGroups) {
  private static final Map<String, User> PASSWD = Map.of("root", new User(0, 0, List.of()), "nobody",
      new User(65534, 65534, List.of()));
  private static final Map<String, Integer> GROUPS = Map.of("root", 0, "nogroup", 65534);

  /** Reads {@code user}, {@code user:group} or {@code :group} by names and numbers; nothing means root. */
  public static User of(@Nullable String text) {
    return of(text, List.of());
  }

  /** Reads a user that has further groups, by names and numbers. */
  public static User of(@Nullable String text, List<String> moreGroups) {
    String[] parts = text == null ? new String[] {""} : text.split(":", -1);
    User known = parts[0].isEmpty() ? named("root") : named(parts[0]);
    User user = known == null ? numbered(parts[0]) : known;
    int group = parts.length < 2 || parts[1].isEmpty() ? user.groupId : group(parts[1]);
    return new User(user.id, group, moreGroups.stream().map(User::group).toList());
  }

  private static int group(String text) {
    Integer group = GROUPS.get(text);
    return group == null ? number(text, "unable to find group " + text + ": no matching entries in group file") : group;
  }

  /** All groups, each once, in the kernel's order. */
  public List<Integer> groups() {
    return Stream.concat(Stream.of(groupId), moreGroups.stream()).distinct().sorted().toList();
  }

  private static User numbered(String text) {
    int number = number(text, "unable to find user " + text + ": no matching entries in passwd file");
    String name = name(number);
    User known = name == null ? null : named(name);
    // A number that passwd does not know has no group of its own: it gets root's.
    return known == null ? new User(number, 0, List.of()) : known;
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
