package io.longshore.internal.config;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the docker CLI's JSON files. Errors say where, never what: config.json holds credentials,
 * and gson's own messages repeat parts of the text, so they are not even kept as a cause.
 */
public final class JsonFile {
  /** Far above any real file, far below what would hurt. */
  private static final int LARGEST = 16 * 1024 * 1024;

  private static final Pattern POSITION = Pattern.compile("line \\d+ column \\d+");

  private JsonFile() {}

  /** Reads one member's value, or leaves it alone and returns false. */
  public interface Member {
    boolean read(String name, JsonReader in) throws IOException;
  }

  /** Reads a whole document. */
  public interface Body {
    void read(JsonReader in) throws IOException;
  }

  /** The file's text, empty where there is no such file. */
  public static Optional<String> text(Path file) {
    try {
      // First, for a directory gives a poor message and a named pipe would block indefinitely.
      if (!Files.readAttributes(file, BasicFileAttributes.class).isRegularFile()) {
        throw new ConfigException(file + " is not a file");
      }
      try (InputStream in = Files.newInputStream(file)) {
        byte[] bytes = in.readNBytes(LARGEST + 1);
        if (bytes.length > LARGEST) {
          throw new ConfigException(file + " is larger than " + LARGEST + " bytes");
        }
        return Optional.of(new String(bytes, StandardCharsets.UTF_8));
      }
    } catch (NoSuchFileException e) {
      BlockingFile.of(file).ifPresent(other -> {
        throw new ConfigException(file + " cannot be read: " + other + " is not a directory", e);
      });
      return Optional.empty();
    } catch (AccessDeniedException e) {
      throw new ConfigException(file + " cannot be read: permission denied", e);
    } catch (IOException e) {
      throw new ConfigException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Reads a text.
   *
   * @param origin where it is from, for messages
   */
  public static void parse(String origin, String text, Body body) {
    JsonReader in = new JsonReader(new StringReader(text));
    try {
      body.read(in);
    } catch (WrongType e) {
      throw new ConfigException(origin + ": " + e.getMessage());
    } catch (IOException | IllegalStateException | NumberFormatException e) {
      throw new ConfigException(origin + " is not valid JSON" + position(e));
    }
  }

  /**
   * Visits an object's members; null counts as an object without any.
   *
   * @param what the object's name for messages
   */
  public static void object(JsonReader in, String what, Member member) throws IOException {
    JsonToken token = in.peek();
    if (token == JsonToken.NULL) {
      in.nextNull();
      return;
    }
    if (token != JsonToken.BEGIN_OBJECT) {
      throw new WrongType(what + " is not a JSON object");
    }
    in.beginObject();
    while (in.hasNext()) {
      if (!member.read(in.nextName(), in)) {
        in.skipValue();
      }
    }
    in.endObject();
  }

  public static @Nullable String string(JsonReader in, String what) throws IOException {
    switch (in.peek()) {
      case NULL :
        in.nextNull();
        return null;
      case STRING :
        return in.nextString();
      default :
        throw new WrongType(what + " is not a string");
    }
  }

  static boolean bool(JsonReader in, String what) throws IOException {
    switch (in.peek()) {
      case NULL :
        in.nextNull();
        return false;
      case BOOLEAN :
        return in.nextBoolean();
      default :
        throw new WrongType(what + " is not true or false");
    }
  }

  /** Nothing but white space may follow. */
  static void end(JsonReader in) throws IOException {
    if (in.peek() != JsonToken.END_DOCUMENT) {
      throw new WrongType("something follows the JSON document");
    }
  }

  private static String position(Exception e) {
    String message = e.getMessage();
    Matcher at = POSITION.matcher(message == null ? "" : message);
    return at.find() ? " (" + at.group() + ")" : "";
  }

  /** A value of another type than expected; its message names the member only. */
  private static final class WrongType extends IOException {
    private static final long serialVersionUID = 1L;

    WrongType(String message) {
      super(message);
    }
  }
}
