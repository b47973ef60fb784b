package io.longshore.testing;

import io.longshore.generated.runtime.Json;
import io.longshore.generated.runtime.JsonAdapter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Makes of good JSON what no engine should send, by chance: the same seed makes the same. */
public final class JsonMutator {
  /** Written as they are. Some of these are no JSON. */
  private static final List<String> VALUES = List.of(
      "null", "true", "false", "0", "-1", "1e3", "1.5", "NaN", "01", "-", "9223372036854775807", "9223372036854775808",
      "-9223372036854775808", "18446744073709551615", "4294967296", "1e999999999", "-1e999999999", "1e-999999999",
      "253402300800", "9".repeat(2000), '"' + "9".repeat(2000) + '"', "\"\"", "\" \"", "\"x\"", "\"/\"", "\"..\"",
      "\"../../x\"", "\"a b\"", "\"a\\nb\"", "\"\\u0000\"", "\"\\ud800\"", "\"\\u12g4\"", "\"8000-8010\"",
      "\"99999999999\"",
      "\"-1\"", "\"65536\"", "\"1e999999999\"", "\"<html></html>\"", "\"sha256:\"", "\"0001-01-01T00:00:00Z\"",
      "\"9999-12-31T23:59:59.999999999Z\"", "\"+999999999-12-31T23:59:59-18:00\"", "\"-999999999-01-01T00:00:00Z\"",
      "\"2024-02-30T25:61:61Z\"", "\"yesterday\"", "\"" + "x".repeat(5000) + "\"", "[]", "[null]", "[[]]", "{}",
      "{\"\":null}",
      "{\"a\":{}}", "[".repeat(300) + "]".repeat(300), "{\"a\":".repeat(260) + "1" + "}".repeat(260), "\"", "[", "{",
      "}", "",
      "undefined", "'x'");

  private final Random random;

  public JsonMutator(Random random) {
    this.random = random;
  }

  /** Text that is written as it is. */
  private record Raw(String text) {}

  /** A few changes of values, and now and then of bytes. */
  public byte[] mutate(byte[] json) {
    byte[] changed = json;
    if (random.nextInt(10) > 0) {
      changed = values(json);
    }
    return random.nextInt(10) < 3 ? bytes(changed) : changed;
  }

  private byte[] values(byte[] json) {
    Object root;
    try {
      root = Json.decode(JsonAdapter.ANY, json);
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      int[] target = {random.nextInt(Math.max(1, count(root)))};
      root = changed(root, target);
    }
    StringBuilder text = new StringBuilder();
    write(root, text);
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static int count(@Nullable Object value) {
    int count = 1;
    if (value instanceof Map<?, ?> map) {
      for (Object item : map.values()) {
        count += count(item);
      }
    } else if (value instanceof List<?> list) {
      for (Object item : list) {
        count += count(item);
      }
    }
    return count;
  }

  /** The value with its n-th part changed; counts n down. */
  private @Nullable Object changed(@Nullable Object value, int[] n) {
    if (n[0]-- == 0) {
      return replaced(value);
    }
    if (value instanceof Map<?, ?> map) {
      Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
      map.forEach((name, item) -> copy.put(name, n[0] < 0 ? item : changed(item, n)));
      return copy;
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> copy = new ArrayList<>();
      for (Object item : list) {
        copy.add(n[0] < 0 ? item : changed(item, n));
      }
      return copy;
    }
    return value;
  }

  private @Nullable Object replaced(@Nullable Object value) {
    Raw any = new Raw(VALUES.get(random.nextInt(VALUES.size())));
    if (value instanceof Map<?, ?> map && random.nextBoolean()) {
      Map<Object, @Nullable Object> copy = new LinkedHashMap<>(map);
      if (!copy.isEmpty() && random.nextBoolean()) {
        copy.remove(new ArrayList<>(copy.keySet()).get(random.nextInt(copy.size())));
      } else {
        copy.put(random.nextBoolean() ? "New" : "", any);
      }
      return copy;
    }
    if (value instanceof List<?> list && random.nextBoolean()) {
      List<@Nullable Object> copy = new ArrayList<>(list);
      copy.add(random.nextInt(copy.size() + 1), any);
      for (int i = random.nextInt(3); i > 0; i--) {
        copy.addAll(list);
      }
      return copy;
    }
    return switch (random.nextInt(6)) {
      case 0 -> Arrays.asList(value, value);
      case 1 -> Map.of("a", value == null ? any : value);
      default -> any;
    };
  }

  private void write(@Nullable Object value, StringBuilder out) {
    if (value instanceof Raw raw) {
      out.append(raw.text);
    } else if (value instanceof Map<?, ?> map) {
      char before = '{';
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        out.append(before);
        string(String.valueOf(entry.getKey()), out);
        out.append(':');
        write(entry.getValue(), out);
        before = ',';
      }
      out.append(before == '{' ? "{}" : "}");
    } else if (value instanceof List<?> list) {
      char before = '[';
      for (Object item : list) {
        out.append(before);
        write(item, out);
        before = ',';
      }
      out.append(before == '[' ? "[]" : "]");
    } else if (value instanceof String text) {
      string(text, out);
    } else {
      out.append(value);
    }
  }

  private static void string(String text, StringBuilder out) {
    out.append(new String(Json.encode(JsonAdapter.STRING, text).bytes(), StandardCharsets.UTF_8));
  }

  /** Bytes of any kind, cut, doubled, exchanged and put in. */
  public byte[] bytes(byte[] whole) {
    byte[] bytes = whole.clone();
    for (int i = 1 + random.nextInt(3); i > 0 && bytes.length > 0; i--) {
      int at = random.nextInt(bytes.length);
      int to = at + random.nextInt(Math.min(64, bytes.length - at) + 1);
      bytes = switch (random.nextInt(5)) {
        case 0 -> Arrays.copyOf(bytes, at);
        case 1 -> joined(Arrays.copyOf(bytes, to), Arrays.copyOfRange(bytes, at, bytes.length));
        case 2 -> joined(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, to, bytes.length));
        case 3 -> joined(Arrays.copyOf(bytes, at), joined(chance(), Arrays.copyOfRange(bytes, at, bytes.length)));
        default -> {
          bytes[at] = (byte) random.nextInt(256);
          yield bytes;
        }
      };
    }
    return bytes;
  }

  private byte[] chance() {
    byte[] bytes = new byte[1 + random.nextInt(8)];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] joined(byte[] one, byte[] other) {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(one);
    both.writeBytes(other);
    return both.toByteArray();
  }
}
