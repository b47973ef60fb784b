package io.longshore.internal.flags;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Files of variables or labels, by the docker command's rules. No message shows more of a line than its number. */
public final class KeyValueFile {
  private KeyValueFile() {}

  /**
   * Reads variables.
   *
   * @param environment where the value of a bare name comes from; null leaves the name out
   */
  public static List<String> env(Path file, Function<String, @Nullable String> environment) {
    List<String> entries = new ArrayList<>();
    for (String line : lines(file)) {
      if (line.indexOf('=') >= 0) {
        entries.add(line);
      } else {
        String value = environment.apply(line);
        if (value != null) {
          entries.add(line + "=" + value);
        }
      }
    }
    return entries;
  }

  /** Reads labels; a bare name is left out, as by the docker command. */
  public static Map<String, String> labels(Path file) {
    Map<String, String> labels = new LinkedHashMap<>();
    for (String line : lines(file)) {
      if (line.indexOf('=') >= 0) {
        labels.putAll(with(Map.of(), line));
      }
    }
    return labels;
  }

  /** The pairs and one more, {@code key=value} or a key for an empty value. */
  public static Map<String, String> with(Map<String, String> pairs, String pair) {
    Map<String, String> all = new LinkedHashMap<>(pairs);
    int equals = pair.indexOf('=');
    all.put(equals < 0 ? pair : pair.substring(0, equals), equals < 0 ? "" : pair.substring(equals + 1));
    return all;
  }

  /** A label of the command line. */
  public static Map<String, String> label(String text) {
    String name = text.split("=", 2)[0].stripLeading();
    if (name.isEmpty()) {
      throw new IllegalArgumentException("the label has no name; write NAME=value");
    }
    if (name.indexOf(' ') >= 0 || name.indexOf('\t') >= 0) {
      throw Values.wrong(name, "the name of a label has no blanks");
    }
    return with(Map.of(), text);
  }

  private static List<String> lines(Path file) {
    List<String> kept = new ArrayList<>();
    int number = 0;
    for (String read : read(file).split("\n", -1)) {
      number++;
      String line = utf8(file, number, read.endsWith("\r") ? read.substring(0, read.length() - 1) : read);
      line = (number == 1 && line.startsWith("\uFEFF") ? line.substring(1) : line).stripLeading();
      if (line.isEmpty() || line.charAt(0) == '#') {
        continue;
      }
      String name = line.split("=", 2)[0];
      if (name.isEmpty()) {
        throw new IllegalArgumentException(file + ", line " + number + ": there is no name before the equals sign");
      }
      if (name.indexOf(' ') >= 0 || name.indexOf('\t') >= 0) {
        throw new IllegalArgumentException(file + ", line " + number + ": the name contains a blank; write NAME=value");
      }
      kept.add(line);
    }
    return kept;
  }

  /** Each byte as a character, so that lines can be told apart before they are decoded. */
  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read " + file + ": " + e, e);
    }
  }

  private static String utf8(Path file, int number, String bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)))
          .toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(file + ", line " + number + ": it is not encoded as UTF-8", e);
    }
  }
}
