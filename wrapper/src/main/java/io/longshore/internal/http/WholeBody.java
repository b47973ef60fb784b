package io.longshore.internal.http;

import io.longshore.generated.runtime.Answer;
import io.longshore.generated.runtime.Json;
import io.longshore.generated.runtime.JsonAdapter;
import io.longshore.generated.runtime.UnknownListener;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.SequenceInputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads bodies that are read to their end. */
final class WholeBody {
  private static final int USUAL = 8 * 1024;
  private static final int LONGEST_AT_ONCE = 64 * 1024;
  /** Engines say "OK" and the like. */
  private static final int LONGEST_TEXT = 64 * 1024;

  private WholeBody() {}

  /** The body was there and held nothing. */
  static final class EmptyException extends IOException {
    private static final long serialVersionUID = 1L;

    EmptyException() {
      super("the answer is empty");
    }
  }

  /** A string in JSON is read as such whatever the header says: Docker 1.8's own page shows one without a header, before a comma. */
  static <T> @Nullable T text(Answer<T> answer, boolean isJson, InputStream body) throws IOException {
    byte[] bytes = body.readNBytes(LONGEST_TEXT + 1);
    if (bytes.length > LONGEST_TEXT) {
      throw new IOException("a text of more than " + LONGEST_TEXT + " bytes where a word belongs");
    }
    String text = new String(bytes, StandardCharsets.UTF_8).strip();
    boolean quoted = text.startsWith("\"");
    String json = quoted && text.endsWith(",") ? text.substring(0, text.length() - 1) : text;
    return quoted || isJson
        ? Json.decode(answer.adapter(), json.getBytes(StandardCharsets.UTF_8))
        : answer.ofText(text);
  }

  /** What is short is decoded as a whole, which is faster; what is long must not be in memory twice. */
  static <T> @Nullable T json(JsonAdapter<T> adapter, InputStream body, UnknownListener unknown, long maxAnswer)
      throws IOException {
    byte[] start = new byte[USUAL];
    int count = body.readNBytes(start, 0, start.length);
    while (count == start.length && count < LONGEST_AT_ONCE) {
      start = Arrays.copyOf(start, 2 * count);
      count += body.readNBytes(start, count, start.length - count);
    }
    if (count == 0) {
      throw new EmptyException();
    }
    Reader text =
        count < start.length
            ? new StringReader(new String(start, 0, count, StandardCharsets.UTF_8))
            : new InputStreamReader(
                new SequenceInputStream(new ByteArrayInputStream(start), body), StandardCharsets.UTF_8);
    return Json.decode(adapter, text, unknown, maxAnswer);
  }
}
