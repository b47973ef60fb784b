package io.longshore.internal.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class EngineAddressTest {

  @ParameterizedTest
  @CsvSource({
    "unix:///var/run/docker.sock, unix:///var/run/docker.sock",
    "unix:///with space/d.sock, unix:///with space/d.sock",
    "tcp://engine.example, tcp://engine.example:2375",
    "tcp://10.0.0.1:4243, tcp://10.0.0.1:4243",
    "tcp://[::1], tcp://[::1]:2375",
    "tcp://[fe80::1]:99/, tcp://[fe80::1]:99",
    "http://engine:80, tcp://engine:80"
  })
  void readsWhatDockerHostHolds(String text, String canonical) {
    assertEquals(canonical, EngineAddress.parse(text, null).toString());
  }

  @Test
  void tlsMaterialMakesTcpSecureAndLeavesUnixAlone() throws Exception {
    TlsMaterial tls = TestCertificates.client();
    assertEquals("tcp://engine:2376", EngineAddress.parse("tcp://engine", tls).toString());
    assertInstanceOf(EngineAddress.Tls.class, EngineAddress.parse("https://[::1]:1", tls));
    assertEquals(new EngineAddress.Unix(Path.of("/d.sock")), EngineAddress.parse("unix:///d.sock", tls));
    assertThrows(IllegalArgumentException.class, () -> EngineAddress.parse("http://engine", tls));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "docker.sock", "/var/run/docker.sock", "unix://", "unix://relative.sock", "unix:/one/slash", "fd://", "npipe:////./pipe/docker",
        "ssh://host", "tcp://", "tcp://:2375", "tcp://host:0", "tcp://host:65536", "tcp://host:port", "tcp://host/path",
        "tcp://host?q=1", "tcp://a b:1", "tcp://[::1", "ftp://host:1", "https://host:1", "engine:2375"
      })
  void refusesTheRestAndNamesIt(String text) {
    String message = assertThrows(IllegalArgumentException.class, () -> EngineAddress.parse(text, null)).getMessage();
    assertTrue(message.contains(text), message);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "  "})
  void refusesNothing(String text) {
    String message = assertThrows(IllegalArgumentException.class, () -> EngineAddress.parse(text, null)).getMessage();
    assertTrue(message.contains("empty"), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"unix:///a\r\nHost: b", "tcp://a\n:1", "unix:///a\0b"})
  void refusesControlCharactersWithoutRepeatingThem(String text) {
    String message = assertThrows(IllegalArgumentException.class, () -> EngineAddress.parse(text, null)).getMessage();
    assertTrue(message.contains("control character"), message);
    assertFalse(message.chars().anyMatch(Character::isISOControl), message);
  }

  @Test
  void saysThatNpipeAndSshAreNotSupportedYet() {
    for (String text : new String[] {"npipe:////./pipe/docker_engine", "ssh://me@host"}) {
      String message = assertThrows(IllegalArgumentException.class, () -> EngineAddress.parse(text, null)).getMessage();
      assertTrue(message.contains("not supported yet"), message);
    }
  }

  @Test
  void doesNotRepeatAPassword() {
    String message =
        assertThrows(IllegalArgumentException.class, () -> EngineAddress.parse("tcp://me:secret@host:1", null)).getMessage();
    assertFalse(message.contains("secret"), message);
  }
}
