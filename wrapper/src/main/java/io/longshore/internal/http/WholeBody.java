package io.longshore.internal.http;

import io.longshore.generated.runtime.Answer;
import io.longshore.generated.runtime.Json;
import io.longshore.generated.runtime.JsonAdapter;
import io.longshore.generated.runtime.UnknownListener;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.SequenceInputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Reads bodies that are read to their end. */
final class WholeBody {
  private static final int USUAL = 8 * 1024;
  private static final int LONGEST_AT_ONCE = 64 * 1024;
  /** Engines say "OK" and the like. */
  private static final int USUAL_TEXT = 64;
  private static final int LONGEST_TEXT = 64 * 1024;

  private WholeBody() {}

  /** The body was empty. */
  static final class EmptyException extends IOException {
    private static final long serialVersionUID = 1L;

    EmptyException() {
      super("the response is empty");
    }
  }

  /**
   * A string in JSON is read as such whatever the header says: Docker 1.8's own page shows one without a header, before
   * a comma.
   */
  static <T> @Nullable T text(Answer<T> answer, Response response, InputStream body) throws IOException {
    Start start = Start.of(body, USUAL_TEXT, LONGEST_TEXT + 1);
    if (start.count > LONGEST_TEXT) {
      throw new IOException("a text of more than " + LONGEST_TEXT + " bytes instead of a word");
    }
    String text = start.text().strip();
    boolean quoted = text.startsWith("\"");
    String json = quoted && text.endsWith(",") ? text.substring(0, text.length() - 1) : text;
    if (!quoted && !Refusals.isJson(response)) {
      return answer.ofText(text);
    }
    if (text.isEmpty()) {
      throw new EmptyException();
    }
    try {
      return Json.decode(answer.adapter(), json.getBytes(StandardCharsets.UTF_8));
    } catch (EOFException e) {
      throw ended(e, isFramed(response));
    }
  }

  /** Whether the body has an explicit end, other than the end of the connection. */
  private static boolean isFramed(Response response) {
    return response.body().contentLength() >= 0 || "chunked".equalsIgnoreCase(response.header("Transfer-Encoding"));
  }

  /** For a value that ends early: the connection is to blame only if it cut the text. */
  private static IOException ended(EOFException e, boolean whole) {
    return whole ? new IOException("unexpected JSON: it ends within a value") : e;
  }

  /** What is short is decoded as a whole, which is faster; what is long must not be in memory twice. */
  static <T> @Nullable T json(
      JsonAdapter<T> adapter, Response response, InputStream body, UnknownListener unknown, long maxAnswer)
      throws IOException {
    Start start = Start.of(body, USUAL, LONGEST_AT_ONCE);
    if (start.isAll()) {
      String text = start.text();
      if (text.isBlank()) {
        throw new EmptyException();
      }
      try {
        return Json.decode(adapter, new StringReader(text), unknown, maxAnswer);
      } catch (EOFException e) {
        throw ended(e, isFramed(response));
      }
    }
    Rest rest = new Rest(body);
    InputStream whole = new SequenceInputStream(new ByteArrayInputStream(start.bytes), rest);
    try {
      return Json.decode(adapter, new InputStreamReader(whole, StandardCharsets.UTF_8), unknown, maxAnswer);
    } catch (EOFException e) {
      throw ended(e, rest.ended && isFramed(response));
    }
  }

  /** The first bytes of a body, in an array that grows only where they fill it. */
  private record Start(byte[] bytes, int count) {
    /** Reads on until the body ends, or until at least {@code enough} bytes are there. */
    static Start of(InputStream body, int usual, int enough) throws IOException {
      byte[] bytes = new byte[usual];
      int count = body.readNBytes(bytes, 0, usual);
      while (count == bytes.length && count < enough) {
        bytes = Arrays.copyOf(bytes, 2 * count);
        count += body.readNBytes(bytes, count, bytes.length - count);
      }
      return new Start(bytes, count);
    }

    boolean isAll() {
      return count < bytes.length;
    }

    String text() {
      return new String(bytes, 0, count, StandardCharsets.UTF_8);
    }
  }

  /** Distinguishes an end from a failure before it, which may be an EOFException too. */
  private static final class Rest extends FilterInputStream {
    private boolean ended;

    Rest(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int b = in.read();
      ended |= b < 0;
      return b;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int count = in.read(into, offset, length);
      ended |= count < 0;
      return count;
    }
  }
}
