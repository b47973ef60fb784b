package io.longshore.generated.runtime;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.Closeable;
import java.io.EOFException;
import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * JSON as an engine sends it: any value may be null, fields may be unknown, numbers may be larger than a long. For one
 * thread at a time.
 */
public final class JsonInput implements Closeable {
  private static final Pattern PLACE = Pattern.compile("at line \\d+ column \\d+ path .*");

  private final Source source;
  private final JsonReader reader;
  private final UnknownListener listener;
  private boolean started;

  /**
   * Reads UTF-8 bytes.
   *
   * @param in the bytes; {@link #close()} closes them
   * @param listener told of what the spec does not know
   */
  public JsonInput(InputStream in, UnknownListener listener) {
    this(new InputStreamReader(in, StandardCharsets.UTF_8), listener);
  }

  /**
   * Reads characters.
   *
   * @param in the characters; {@link #close()} closes them
   * @param listener told of what the spec does not know
   */
  public JsonInput(Reader in, UnknownListener listener) {
    this.source = new Source(in);
    this.reader = new JsonReader(source);
    this.reader.setStrictness(Strictness.LEGACY_STRICT);
    this.listener = listener;
  }

  /** Returns true when another value starts before the end of the source: values may follow one another. */
  boolean hasAnotherValue() throws IOException {
    if (!started) {
      started = true;
      try {
        reader.peek();
        return true;
      } catch (EOFException e) {
        // gson's word for a source with nothing in it; a source that broke off has a word of its own.
        if (source.ended) {
          return false;
        }
        throw e;
      }
    }
    // gson takes a further top-level value only in its lenient mode, which is left again before the value is read.
    reader.setStrictness(Strictness.LENIENT);
    try {
      return reader.peek() != JsonToken.END_DOCUMENT;
    } finally {
      reader.setStrictness(Strictness.LEGACY_STRICT);
    }
  }

  /** Says where the JSON is wrong, without gson's advice to whoever calls it. */
  static IOException unexpected(Exception e) {
    String message = String.valueOf(e.getMessage());
    String first = message.lines().findFirst().orElse("");
    if (e instanceof MalformedJsonException && first.startsWith("Use JsonReader")) {
      Matcher place = PLACE.matcher(first);
      first = "malformed" + (place.find() ? " " + place.group() : "");
    }
    return new IOException("unexpected JSON: " + first, e);
  }

  /** Checks that nothing but white space follows the value just read. */
  void endOfDocument() throws IOException {
    if (reader.peek() != JsonToken.END_DOCUMENT) {
      throw new IOException("the answer goes on after its JSON value");
    }
  }

  /**
   * Enters an object.
   *
   * @return false when there is null instead, which has then been read
   * @throws IOException when the source fails or holds something else
   */
  public boolean beginObject() throws IOException {
    if (isNull()) {
      return false;
    }
    reader.beginObject();
    return true;
  }

  /**
   * Leaves an object.
   *
   * @throws IOException when the source fails or the object goes on
   */
  public void endObject() throws IOException {
    reader.endObject();
  }

  /**
   * Enters an array.
   *
   * @return false when there is null instead, which has then been read
   * @throws IOException when the source fails or holds something else
   */
  public boolean beginArray() throws IOException {
    if (isNull()) {
      return false;
    }
    reader.beginArray();
    return true;
  }

  /**
   * Leaves an array.
   *
   * @throws IOException when the source fails or the array goes on
   */
  public void endArray() throws IOException {
    reader.endArray();
  }

  /**
   * Tells whether the current object or array goes on.
   *
   * @return true when another member or item follows
   * @throws IOException when the source fails
   */
  public boolean hasNext() throws IOException {
    return reader.hasNext();
  }

  /**
   * Reads the next member's name.
   *
   * @return the name
   * @throws IOException when the source fails
   */
  public String name() throws IOException {
    return reader.nextName();
  }

  /**
   * Reads a string; a number or boolean is taken as its text.
   *
   * @return the string, or null
   * @throws IOException when the source fails or holds something else
   */
  public @Nullable String string() throws IOException {
    JsonToken token = reader.peek();
    if (token == JsonToken.NULL) {
      reader.nextNull();
      return null;
    }
    return token == JsonToken.BOOLEAN ? String.valueOf(reader.nextBoolean()) : reader.nextString();
  }

  /**
   * Reads an integer. Engines count some things in 64 bits without a sign; what is larger than {@link Long#MAX_VALUE}
   * becomes that, which means 'more than can be' for a counter and never turns negative.
   *
   * @return the integer, or null
   * @throws IOException when the source fails or holds something else
   */
  public @Nullable Long int64() throws IOException {
    JsonToken token = reader.peek();
    if (token == JsonToken.NULL) {
      reader.nextNull();
      return null;
    }
    String text = token == JsonToken.NUMBER ? null : reader.nextString();
    try {
      return text == null ? reader.nextLong() : Long.parseLong(text);
    } catch (NumberFormatException e) {
      return clamped(text == null ? reader.nextString() : text);
    }
  }

  private Long clamped(String text) throws IOException {
    try {
      BigDecimal number = new BigDecimal(text);
      // Far exponents would take for ever to expand into digits.
      if (number.precision() - (long) number.scale() > 20) {
        return number.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
      }
      return number.max(BigDecimal.valueOf(Long.MIN_VALUE)).min(BigDecimal.valueOf(Long.MAX_VALUE)).longValue();
    } catch (NumberFormatException e) {
      throw new IOException("expected an integer at " + reader.getPreviousPath(), e);
    }
  }

  /**
   * Reads a floating-point number.
   *
   * @return the number, or null
   * @throws IOException when the source fails or holds something else
   */
  public @Nullable Double number() throws IOException {
    if (isNull()) {
      return null;
    }
    try {
      return reader.nextDouble();
    } catch (NumberFormatException e) {
      throw new IOException("expected a number at " + reader.getPath(), e);
    }
  }

  /**
   * Reads a boolean.
   *
   * @return the boolean, or null
   * @throws IOException when the source fails or holds something else
   */
  public @Nullable Boolean bool() throws IOException {
    return isNull() ? null : (Boolean) reader.nextBoolean();
  }

  /**
   * Reads an RFC 3339 time. Engines write 'never' as the first day of the year 1 or as an empty string: both are null
   * here. So is a text that is no time, which the listener is told of.
   *
   * @return the time, or null
   * @throws IOException when the source fails or holds something else
   */
  public @Nullable Instant instant() throws IOException {
    String text = string();
    if (text == null || text.isEmpty() || text.startsWith("0001-01-01T00:00:00")) {
      return null;
    }
    Instant usual = Rfc3339.parse(text);
    if (usual != null) {
      return usual;
    }
    try {
      return text.endsWith("Z") ? Instant.parse(text) : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      listener.unknown(reader.getPreviousPath(), "not an RFC 3339 time");
      return null;
    }
  }

  /**
   * Reads any value as plain Java.
   *
   * @return an unmodifiable map or list, a string, a number (Long where it fits, BigDecimal otherwise), a boolean, or
   *     null
   * @throws IOException when the source fails
   */
  public @Nullable Object any() throws IOException {
    switch (reader.peek()) {
      case BEGIN_OBJECT -> {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        reader.beginObject();
        while (reader.hasNext()) {
          String name = reader.nextName();
          map.put(name, any());
        }
        reader.endObject();
        return Collections.unmodifiableMap(map);
      }
      case BEGIN_ARRAY -> {
        List<@Nullable Object> list = new ArrayList<>();
        reader.beginArray();
        while (reader.hasNext()) {
          list.add(any());
        }
        reader.endArray();
        return Collections.unmodifiableList(list);
      }
      case NUMBER -> {
        return exact(reader.nextString());
      }
      case BOOLEAN -> {
        return reader.nextBoolean();
      }
      case NULL -> {
        reader.nextNull();
        return null;
      }
      default -> {
        return reader.nextString();
      }
    }
  }

  private Number exact(String text) throws IOException {
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      // Not a double: what a newer engine sent has to come back to it unchanged.
    }
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      throw new IOException("a number beyond all bounds at " + reader.getPreviousPath(), e);
    }
  }

  /**
   * Reads a field that the spec does not know and tells the listener of it.
   *
   * @param name the field's name
   * @param unknown what was unknown before in this object, or null
   * @return the map, with the field in it
   * @throws IOException when the source fails
   */
  public Map<String, @Nullable Object> unknown(String name, @Nullable Map<String, @Nullable Object> unknown)
      throws IOException {
    listener.unknown(reader.getPath(), "field");
    Map<String, @Nullable Object> map = unknown == null ? new LinkedHashMap<>() : unknown;
    map.put(name, any());
    return map;
  }

  /**
   * Tells the listener of an enum value that the spec does not know.
   *
   * @param type the enum's name
   * @param value the value, which names a kind of thing and is no secret
   */
  public void unknownValue(String type, String value) {
    listener.unknown(reader.getPreviousPath(), "value '" + value + "' of " + type);
  }

  private boolean isNull() throws IOException {
    if (reader.peek() == JsonToken.NULL) {
      reader.nextNull();
      return true;
    }
    return false;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }

  /** Remembers whether the characters came to their end. */
  private static final class Source extends FilterReader {
    boolean ended;

    Source(Reader in) {
      super(in);
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
      int count = super.read(buffer, offset, length);
      ended |= count < 0;
      return count;
    }
  }
}
