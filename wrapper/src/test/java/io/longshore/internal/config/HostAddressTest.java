package io.longshore.internal.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostAddressTest {

  /** The right column is what docker 28.2.2 connects to, or newer ones for bare paths. */
  @ParameterizedTest
  @CsvSource({
    "unix:///var/run/docker.sock, unix:///var/run/docker.sock",
    "unix://, unix:///var/run/docker.sock",
    "unix://rel/x.sock, unix://rel/x.sock",
    "unix:///with space/%41.sock, unix:///with space/%41.sock",
    "/x.sock, unix:///x.sock",
    "./x.sock, unix://./x.sock",
    "tcp://, tcp://localhost:2375",
    "tcp://h, tcp://h:2375",
    "tcp://h:1, tcp://h:1",
    "tcp://h:1/, tcp://h:1",
    "tcp://h:1/base/path, tcp://h:1/base/path",
    "tcp://:1, tcp://localhost:1",
    "tcp://[::1]:1, tcp://[::1]:1",
    "tcp://[::1], tcp://[::1]:2375",
    "tcp://[::1]:, tcp://[::1]:2375",
    "tcp://::1, tcp://[::1]:2375",
    "tcp://[fe80::1%eth0]:1, tcp://[fe80::1%eth0]:1",
    "127.0.0.1:1, tcp://127.0.0.1:1",
    ":1, tcp://localhost:1",
    "h, tcp://h:2375",
    "'  tcp://h:1\n', tcp://h:1",
    "ssh://me@h:22, ssh://me@h:22",
    "npipe:////./pipe/docker_engine, npipe:////./pipe/docker_engine",
  })
  void addresses(String text, String expected) {
    assertEquals(expected, HostAddress.parse(text, "DOCKER_HOST"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", "\n", "foo://x", "TCP://h:1", "fd://", "http://h:1", "https://h:1", "unix:/x.sock",
        "tcp:h:1", "://h", "unix://tcp://h", "tcp://h:0", "tcp://h:65536", "tcp://h:-1", "tcp://h:1x",
        "tcp://h:999999999999", "tcp://h h:1", "tcp://h:1?x", "tcp://h:1#x", "tcp://[::1", "tcp://[h]:1",
        "tcp://[]:1", "tcp://h\r\nX: y:1", "tcp://h\0:1", "unix:///a\0b", "unix:///a\nb",
        "tcp://h:1/\u202e", "ssh://a\rb", "tcp://\u00e4:1"
      })
  void notAddresses(String text) {
    String message = failure(text);
    assertTrue(message.startsWith("DOCKER_HOST "), message);
    assertFalse(message.chars().anyMatch(c -> Text.isUnprintable((char) c)), message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tcp://u:hunter2@h:1", "u:hunter2@h:1", "ssh://u:hunter2@h", "ssh://u:hunter2@h\0",
        "gopher://u:hunter2@h", "https://u:hunter2@h:1", "tcp://h:hunter2@x:1"
      })
  void passwordsAreNotRepeated(String text) {
    assertFalse(failure(text).contains("hunter2"));
  }

  @Test
  void longAddressesAreNotRepeated() {
    assertTrue(failure("tcp://" + "h".repeat(1_000_000)).length() < 200);
  }

  @Test
  void nullIsRefused() {
    assertThrows(NullPointerException.class, () -> HostAddress.parse(null, "DOCKER_HOST"));
  }

  private static String failure(String text) {
    return assertThrows(ConfigException.class, () -> HostAddress.parse(text, "DOCKER_HOST"))
        .getMessage();
  }
}
