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

  /**
   * The right column is what docker 28.2.2 connects to, or newer ones for bare paths; http and https are ours alone.
   */
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
      "tcp://h/base//path//, tcp://h:2375/base//path",
      "tcp:///, tcp://localhost:2375",
      "https://api.example.com, https://api.example.com",
      "https://api.example.com/, https://api.example.com",
      "https://api.example.com:8443/docker-proxy/, https://api.example.com:8443/docker-proxy",
      "https://h/a%20b/c%40d, https://h/a%20b/c%40d",
      "http://h, http://h",
      "http://[::1]:80/x, http://[::1]:80/x",
      "https://[::1], https://[::1]",
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
  @ValueSource(strings = {
      "", " ", "\n", "foo://x", "TCP://h:1", "fd://", "HTTPS://h", "unix:/x.sock",
      "tcp:h:1", "://h", "unix://tcp://h", "tcp://h:0", "tcp://h:65536", "tcp://h:-1", "tcp://h:1x",
      "tcp://h:999999999999", "tcp://h h:1", "tcp://h:1?x", "tcp://h:1#x", "tcp://[::1", "tcp://[h]:1",
      "tcp://[]:1", "tcp://h\r\nX: y:1", "tcp://h\0:1", "unix:///a\0b", "unix:///a\nb",
      "tcp//h", "https//h", "unix//x.sock", "https:h", "https://", "https://:443", "https:///x", "tcp:///x",
      "https://h:0",
      "https://h/x?q=1", "https://h/#x", "https://h/a/../b", "https://h/.", "https://h/%2E%2e/x", "https://h/a\\b",
      "var/run/docker.sock", "h:1/x", "tcp://h:1/\u202e", "ssh://a\rb", "tcp://\u00e4:1"
  })
  void notAddresses(String text) {
    String message = failure(text);
    assertTrue(message.startsWith("DOCKER_HOST "), message);
    assertFalse(message.chars().anyMatch(c -> Text.isUnprintable((char) c)), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "tcp://u:hunter2@h:1", "u:hunter2@h:1", "ssh://u:hunter2@h", "ssh://u:hunter2@h\0",
      "gopher://u:hunter2@h", "https://u:hunter2@h:1", "tcp://h:hunter2@x:1",
      "https://u:hunter2@h/x", "https://u:hunter2/x@h", "http://h/?u:hunter2@h", "https://hunter2@h"
  })
  void passwordsAreNotRepeated(String text) {
    assertFalse(failure(text).contains("hunter2"));
  }

  @ParameterizedTest
  @CsvSource({
      "tcp//host, the scheme must be followed by ://",
      "var/run/docker.sock, write unix:///path for a socket",
      "https://me@host, header(…)",
      "https://host/?x=1, no ? and no #"
  })
  void adviceIsAboutWhatWasWritten(String text, String advice) {
    String message = failure(text);
    assertTrue(message.contains(advice), message);
    assertFalse(message.contains("DOCKER_TLS"), message);
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
