package io.longshore.embedded.internal.build;

import io.longshore.embedded.internal.EngineError;
import io.longshore.embedded.internal.files.MountedTree;
import io.longshore.embedded.internal.files.Owner;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Reads {@code --chown} with the users and groups of the image that is made. */
final class Ownership {
  private static final String WORDS = "unable to convert uid/gid chown string to host mapping: can't find ";

  private Ownership() {}

  /** Whom {@code user:group}, {@code user} or nothing means; a user's name alone is a group's name, too. */
  static Owner of(String text, MountedTree image) {
    if (text.isEmpty()) {
      return Owner.ROOT;
    }
    String[] parts = text.split(":", 2);
    String group = parts.length < 2 ? parts[0] : parts[1];
    return new Owner(number(parts[0], image, "/etc/passwd", "uid for user "),
        number(group, image, "/etc/group", "gid for group "));
  }

  private static int number(String name, MountedTree image, String file, String what) {
    if (name.matches("\\d{1,9}")) {
      return Integer.parseInt(name);
    }
    try (InputStream in = image.read(file)) {
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
        String[] fields = line.split(":");
        if (fields.length > 2 && fields[0].equals(name) && fields[2].matches("\\d{1,9}")) {
          return Integer.parseInt(fields[2]);
        }
      }
    } catch (IOException e) {
      // An image without the file has no names.
    }
    String kind = what.contains("user") ? "user" : "group";
    throw EngineError.invalid(WORDS + what + name + ": no such " + kind + ": " + name);
  }
}
