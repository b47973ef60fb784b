package io.longshore.generated.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import golden.model.CraneEvent;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that follow one another on a stream. */
class JsonSequenceTest {
  private static final String THREE = "{\"Action\":\"é1\"}\r\n{\"Action\":\"2\",\"New\":{\"a\":[1,2]}}{}\n";

  @ParameterizedTest
  @ValueSource(strings = {
      "{\"Action\":\"a\"}{\"Action\":\"b\"}",
      "{\"Action\":\"a\"}\n{\"Action\":\"b\"}\n",
      "{\"Action\":\"a\"}\r\n{\"Action\":\"b\"}\r\n",
      " \n{\"Action\":\"a\"}\n\n\t {\"Action\":\"b\"} ",
      "null {\"Action\":\"a\"} null {\"Action\":\"b\"} null"
  })
  void valuesWithAnythingBlankBetweenThem(String json) throws IOException {
    assertEquals(List.of("a", "b"), actions(stream(json)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\r\n", "null", "null\nnull"})
  void aStreamWithNothingInIt(String json) throws IOException {
    assertEquals(List.of(), actions(stream(json)));
  }

  @Test
  void theEndStaysTheEnd() throws IOException {
    try (JsonSequence<CraneEvent> sequence = sequence(stream("{}"))) {
      assertEquals(CraneEvent.builder().build(), sequence.next());
      assertNull(sequence.next());
      assertNull(sequence.next());
    }
  }

  @Test
  void aStreamThatArrivesInTwoPartsCutAtAnyByte() throws IOException {
    byte[] json = THREE.getBytes(StandardCharsets.UTF_8);
    for (int cut = 0; cut <= json.length; cut++) {
      InputStream parts = new SequenceInputStream(
          new ByteArrayInputStream(json, 0, cut), new ByteArrayInputStream(json, cut, json.length - cut));
      assertEquals(Arrays.asList("é1", "2", null), actions(parts), "cut at byte " + cut);
    }
  }

  @Test
  void aStreamThatArrivesByteByByte() throws IOException {
    assertEquals(Arrays.asList("é1", "2", null), actions(new Dripping(THREE)));
  }

  @Test
  void aValueIsThereAsSoonAsItsLastByteIs() throws IOException {
    for (String first : List.of("{}", "{\"Action\":\"a\"}")) {
      Dripping source = new Dripping(first + "\n{}");
      try (JsonSequence<CraneEvent> sequence = sequence(source)) {
        sequence.next();
        assertEquals(first.length(), source.given, "read further than the first value");
      }
    }
  }

  @Test
  void aLastValueThatIsCutOffFails() throws IOException {
    byte[] json = "{\"Action\":\"a\"}{\"Action\":\"é\",\"New\":[1,true,null]}".getBytes(StandardCharsets.UTF_8);
    int start = "{\"Action\":\"a\"}".length();
    for (int end = start + 1; end < json.length; end++) {
      try (JsonSequence<CraneEvent> sequence = sequence(new ByteArrayInputStream(json, 0, end))) {
        assertEquals("a", sequence.next().action());
        assertThrows(IOException.class, sequence::next, "cut at byte " + end);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 10, 14, 15, 20})
  void aSourceThatBreaksOffIsNoEnd(int after) throws IOException {
    byte[] json = "{\"Action\":\"a\"}\n{\"Action\":\"b\"}".getBytes(StandardCharsets.UTF_8);
    InputStream broken = new InputStream() {
      private int given;

      @Override
      public int read() throws IOException {
        if (given == after) {
          throw new EOFException("connection lost");
        }
        return json[given++];
      }
    };
    try (JsonSequence<CraneEvent> sequence = sequence(broken)) {
      IOException e = assertThrows(
          IOException.class,
          () -> {
            while (sequence.next() != null) {
              // The next one.
            }
          });
      assertEquals("connection lost", e.getMessage());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "5", "\"a\"", "<html>", "{a:1}", "{'Action':'a'}", "{\"Action\":\"a\",}",
      "}", ";{}", ")]}'\n{}"})
  void whatIsNoSuchValueFailsFirstOrLater(String bad) throws IOException {
    assertThrows(IOException.class, () -> actions(stream(bad)));
    try (JsonSequence<CraneEvent> sequence = sequence(stream("{\"Action\":\"a\"}\n" + bad))) {
      assertEquals("a", sequence.next().action());
      IOException e = assertThrows(IOException.class, sequence::next);
      assertTrue(!e.getMessage().contains("Strictness") && !e.getMessage().contains("github.com"), e.getMessage());
    }
  }

  @Test
  void theListenerHearsOfEveryValue() throws IOException {
    List<String> paths = new ArrayList<>();
    try (var sequence = new JsonSequence<>(CraneEvent.ADAPTER, stream("{\"A\":1}{\"B\":{\"C\":2}}"),
        (path, what) -> paths.add(path))) {
      while (sequence.next() != null) {
        // The next one.
      }
    }
    assertEquals(List.of("$.A", "$.B"), paths);
  }

  private static JsonSequence<CraneEvent> sequence(InputStream in) {
    return new JsonSequence<>(CraneEvent.ADAPTER, in, UnknownListener.IGNORE);
  }

  private static InputStream stream(String json) {
    return new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> actions(InputStream in) throws IOException {
    List<String> actions = new ArrayList<>();
    try (JsonSequence<CraneEvent> sequence = sequence(in)) {
      for (CraneEvent event = sequence.next(); event != null; event = sequence.next()) {
        actions.add(event.action());
      }
    }
    return actions;
  }

  /** Gives one byte with each read, as a slow engine does, and counts. */
  private static final class Dripping extends InputStream {
    private final byte[] bytes;
    private int given;

    Dripping(String text) {
      bytes = text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public int read() {
      return given < bytes.length ? bytes[given++] & 0xff : -1;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      int next = read();
      if (next < 0) {
        return -1;
      }
      buffer[offset] = (byte) next;
      return 1;
    }
  }
}
