package io.longshore.generated.runtime;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.Closeable;
import java.io.EOFException;
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
 * JSON as an engine sends it: any value may be null, fields may be unknown, numbers may be larger than a long. Not
 * thread-safe.
 */
public final class JsonInput implements Closeable {
  private static final Pattern PLACE = Pattern.compile("at line \\d+ column \\d+ path .*");

  /** Deeper than any engine nests; gson has a limit of its own only since 2.12. */
  private static final int DEEPEST = 250;

  /** Longer than any real number; converting one takes time quadratic in its digits. */
  private static final int LONGEST_NUMBER = 1000;

  /** It contains keys, which may have any length. */
  private static final int LONGEST_MESSAGE = 400;

  private final JsonSource source;
  private final JsonReader reader;
  private final UnknownListener listener;
  private boolean started;
  private int depth;

  /**
   * Reads UTF-8 bytes, without a limit.
   *
   * @param in the bytes; {@link #close()} closes them
   * @param listener notified of what the spec does not know
   */
  public JsonInput(InputStream in, UnknownListener listener) {
    this(in, listener, Long.MAX_VALUE);
  }

  /**
   * Reads characters, without a limit.
   *
   * @param in the characters; {@link #close()} closes them
   * @param listener notified of what the spec does not know
   */
  public JsonInput(Reader in, UnknownListener listener) {
    this(in, listener, Long.MAX_VALUE);
  }

  /**
   * Reads UTF-8 bytes.
   *
   * @param in the bytes; {@link #close()} closes them
   * @param listener notified of what the spec does not know
   * @param limit how large one value may be; see {@link JsonLimitException}
   */
  public JsonInput(InputStream in, UnknownListener listener, long limit) {
    this(new InputStreamReader(in, StandardCharsets.UTF_8), listener, limit);
  }

  /**
   * Reads characters.
   *
   * @param in the characters; {@link #close()} closes them
   * @param listener notified of what the spec does not know
   * @param limit how large one value may be; see {@link JsonLimitException}
   */
  public JsonInput(Reader in, UnknownListener listener, long limit) {
    this.source = new JsonSource(in, limit);
    this.reader = new JsonReader(source);
    this.listener = listener;
  }

  /** Returns true if another value starts before the end of the source: values may follow one another. */
  boolean hasAnotherValue() throws IOException {
    source.left = source.limit;
    if (!started) {
      started = true;
      try {
        JsonToken unused = reader.peek();
        return true;
      } catch (EOFException e) {
        // gson's word for an empty source; a source that ended early has another word.
        if (source.ended) {
          return false;
        }
        throw e;
      }
    }
    // gson takes a further top-level value only in its lenient mode, which is left again before the value is read.
    setLenient(true);
    try {
      return reader.peek() != JsonToken.END_DOCUMENT;
    } finally {
      setLenient(false);
    }
  }

  /** The replacement of this method is new in gson 2.11, and many programs have an older one. */
  @SuppressWarnings("deprecation")
  private void setLenient(boolean lenient) {
    reader.setLenient(lenient);
  }

  /** Says where the JSON is wrong or ends, without gson's advice to its caller. */
  static IOException unexpected(Exception e) {
    String message = String.valueOf(e.getMessage());
    if (e instanceof EOFException end) {
      return message.length() <= LONGEST_MESSAGE ? end : new EOFException(shortened(message));
    }
    String first = message.lines().findFirst().orElse("");
    if (e instanceof MalformedJsonException && first.startsWith("Use JsonReader")) {
      Matcher place = PLACE.matcher(first);
      first = "malformed" + (place.find() ? " " + place.group() : "");
    }
    return first.length() <= LONGEST_MESSAGE
        ? new IOException("unexpected JSON: " + first, e)
        : new IOException("unexpected JSON: " + shortened(first), null);
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST_MESSAGE ? text : text.substring(0, LONGEST_MESSAGE) + "…";
  }

  /** Where the last value is. gson's own method for that is new in 2.10. */
  private String lastPath() {
    String next = reader.getPath();
    int open = next.endsWith("]") ? next.lastIndexOf('[') : -1;
    String index = open < 0 ? "" : next.substring(open + 1, next.length() - 1);
    return shortened(
        index.matches("[1-9]\\d{0,8}") ? next.substring(0, open + 1) + (Integer.parseInt(index) - 1) + "]" : next);
  }

  /** Counts an item of a list or map, whose memory is more than its characters. */
  void item() {
    source.left -= JsonSource.ITEM;
  }

  private void enter() throws IOException {
    if (++depth > DEEPEST) {
      throw new IOException("unexpected JSON: nested more than " + DEEPEST + " deep");
    }
  }

  /** Checks that nothing but white space follows the value just read. */
  void endOfDocument() throws IOException {
    if (reader.peek() != JsonToken.END_DOCUMENT) {
      throw new IOException("the response continues after its JSON value");
    }
  }

  /**
   * Enters an object.
   *
   * @return false if there is null instead, which has then been read
   * @throws IOException if the source fails or contains something else
   */
  public boolean beginObject() throws IOException {
    if (isNull()) {
      return false;
    }
    enter();
    reader.beginObject();
    return true;
  }

  /**
   * Leaves an object.
   *
   * @throws IOException if the source fails or the object continues
   */
  public void endObject() throws IOException {
    reader.endObject();
    depth--;
  }

  /**
   * Enters an array.
   *
   * @return false if there is null instead, which has then been read
   * @throws IOException if the source fails or contains something else
   */
  public boolean beginArray() throws IOException {
    if (isNull()) {
      return false;
    }
    enter();
    reader.beginArray();
    return true;
  }

  /**
   * Leaves an array.
   *
   * @throws IOException if the source fails or the array continues
   */
  public void endArray() throws IOException {
    reader.endArray();
    depth--;
  }

  /**
   * Returns whether the current object or array continues.
   *
   * @return true if another member or item follows
   * @throws IOException if the source fails
   */
  public boolean hasNext() throws IOException {
    return reader.hasNext();
  }

  /**
   * Reads the next member's name.
   *
   * @return the name
   * @throws IOException if the source fails
   */
  public String name() throws IOException {
    source.beginString();
    String name = reader.nextName();
    source.endString();
    return name;
  }

  private String text() throws IOException {
    source.beginString();
    String text = reader.nextString();
    source.endString();
    return text;
  }

  /**
   * Reads a string; a number or boolean is read as its text.
   *
   * @return the string, or null
   * @throws IOException if the source fails or contains something else
   */
  public @Nullable String string() throws IOException {
    JsonToken token = reader.peek();
    if (token == JsonToken.NULL) {
      reader.nextNull();
      return null;
    }
    return token == JsonToken.BOOLEAN ? String.valueOf(reader.nextBoolean()) : text();
  }

  /**
   * Reads an integer. Engines have some unsigned 64-bit counters; a value larger than {@link Long#MAX_VALUE} becomes
   * that, and never turns negative.
   *
   * @return the integer, or null
   * @throws IOException if the source fails or contains something else
   */
  public @Nullable Long int64() throws IOException {
    JsonToken token = reader.peek();
    if (token == JsonToken.NULL) {
      reader.nextNull();
      return null;
    }
    String text = token == JsonToken.NUMBER ? null : digits();
    try {
      return text == null ? reader.nextLong() : Long.parseLong(text);
    } catch (NumberFormatException e) {
      return clamped(text == null ? reader.nextString() : text);
    }
  }

  /**
   * A number written as a string. Without quotes gson reads no more than fits into its buffer, which is about as much.
   */
  private String digits() throws IOException {
    String text = text();
    if (text.length() > LONGEST_NUMBER) {
      throw new IOException("expected a number at " + lastPath() + ", and there are " + text.length() + " characters");
    }
    return text;
  }

  private Long clamped(String text) throws IOException {
    try {
      BigDecimal number = new BigDecimal(text);
      // Far exponents would take indefinitely to expand into digits.
      if (number.precision() - (long) number.scale() > 20) {
        return number.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
      }
      return number.max(BigDecimal.valueOf(Long.MIN_VALUE)).min(BigDecimal.valueOf(Long.MAX_VALUE)).longValue();
    } catch (NumberFormatException e) {
      throw new IOException("expected an integer at " + lastPath(), e);
    }
  }

  /**
   * Reads a floating-point number.
   *
   * @return the number, or null
   * @throws IOException if the source fails or contains something else
   */
  public @Nullable Double number() throws IOException {
    JsonToken token = reader.peek();
    if (token == JsonToken.NULL) {
      reader.nextNull();
      return null;
    }
    try {
      double number = token == JsonToken.STRING ? Double.parseDouble(digits()) : reader.nextDouble();
      if (Double.isFinite(number)) {
        return number;
      }
      throw new IOException("expected a number at " + lastPath());
    } catch (NumberFormatException e) {
      throw new IOException(
          "expected a number at " + (token == JsonToken.STRING ? lastPath() : shortened(reader.getPath())),
          e);
    }
  }

  /**
   * Reads a boolean.
   *
   * @return the boolean, or null
   * @throws IOException if the source fails or contains something else
   */
  public @Nullable Boolean bool() throws IOException {
    return isNull() ? null : (Boolean) reader.nextBoolean();
  }

  /**
   * Reads an RFC 3339 time. Engines write 'never' as the first day of the year 1 or as an empty string: both are null
   * here. So is a text that is not a time, which the listener is notified of.
   *
   * @return the time, or null
   * @throws IOException if the source fails or contains something else
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
      listener.unknown(lastPath(), "not an RFC 3339 time");
      return null;
    }
  }

  /**
   * Reads any value as plain Java.
   *
   * @return an unmodifiable map or list, a string, a number (Long if it fits, BigDecimal otherwise), a boolean, or
   *     null
   * @throws IOException if the source fails
   */
  public @Nullable Object any() throws IOException {
    switch (reader.peek()) {
      case BEGIN_OBJECT -> {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        beginObject();
        while (reader.hasNext()) {
          item();
          String name = name();
          map.put(name, any());
        }
        endObject();
        return Collections.unmodifiableMap(map);
      }
      case BEGIN_ARRAY -> {
        List<@Nullable Object> list = new ArrayList<>();
        beginArray();
        while (reader.hasNext()) {
          item();
          list.add(any());
        }
        endArray();
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
        return text();
      }
    }
  }

  private Number exact(String text) throws IOException {
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      // Not a double: what a newer engine sent must come back to it unchanged.
    }
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      throw new IOException("a number out of range at " + lastPath(), e);
    }
  }

  /**
   * Reads a field that the spec does not know and notifies the listener.
   *
   * @param name the field's name
   * @param unknown what was unknown before in this object, or null
   * @return the map, with the field in it
   * @throws IOException if the source fails
   */
  public Map<String, @Nullable Object> unknown(String name, @Nullable Map<String, @Nullable Object> unknown)
      throws IOException {
    listener.unknown(shortened(reader.getPath()), "field");
    item();
    Map<String, @Nullable Object> map = unknown == null ? new LinkedHashMap<>() : unknown;
    map.put(name, any());
    return map;
  }

  /**
   * Notifies the listener of an enum value that the spec does not know.
   *
   * @param type the enum's name
   * @param value the value, which names a kind of thing and is not a secret
   */
  public void unknownValue(String type, String value) {
    listener.unknown(lastPath(), "value '" + shortened(value) + "' of " + type);
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
}
