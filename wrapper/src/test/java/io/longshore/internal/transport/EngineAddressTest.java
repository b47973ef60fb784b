package io.longshore.internal.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class EngineAddressTest {

  @ParameterizedTest
  @CsvSource({
      "unix:///var/run/docker.sock, http://d/",
      "unix:///with space/d.sock, http://d/",
      "tcp://10.0.0.1:4243, http://10.0.0.1:4243/",
      "tcp://my_host:2375, http://my_host:2375/",
      "tcp://[::1]:99, http://[::1]:99/",
      "tcp://engine:80, http://engine/",
      "tcp://h:1/base, http://h:1/base",
      "http://engine, http://engine/",
      "http://engine:8080/docker-proxy, http://engine:8080/docker-proxy",
      "http://[::1]/a%20b, http://[::1]/a%20b"
  })
  void readsWhatTheConfigurationGives(String text, String url) {
    EngineAddress address = EngineAddress.parse(text, null);
    assertEquals(text, address.toString());
    assertEquals(url, address.url().toString());
  }

  @Test
  void tlsMaterialMakesTcpSecureAndLeavesUnixAlone() throws Exception {
    TlsMaterial tls = TestCertificates.client();
    assertInstanceOf(EngineAddress.Tls.class, EngineAddress.parse("tcp://[::1]:1", tls));
    assertEquals("https://engine:2376/", EngineAddress.parse("tcp://engine:2376", tls).url().toString());
    EngineAddress https = EngineAddress.parse("https://engine/below", tls);
    assertEquals("https://engine/below https://engine/below /below", https + " " + https.url() + " " + https.base());
    assertThrows(IllegalArgumentException.class, () -> EngineAddress.parse("http://engine", tls));
    assertEquals(new EngineAddress.Unix(Path.of("/d.sock")), EngineAddress.parse("unix:///d.sock", tls));
  }

  @ParameterizedTest
  @CsvSource({
      "docker.sock, write unix:///path",
      "unix://, absolute path",
      "unix://relative.sock, absolute path",
      "tcp://[fe80::1%lo]:2375, zones of IPv6 addresses are not supported",
      "tcp://h, write tcp://host:port",
      "tcp://h:1?q=1, write tcp://host:port",
      "tcp://me:secret@h:1, write tcp://host:port",
      "tcp://h:0, unexpected port: 0",
      "tcp://h:65536, unexpected port: 65536",
      "tcp://[::1:1, write tcp://host:port",
      "tcp://[1:2]:1, write tcp://host:port",
      "tcp://a..b:1, write tcp://host:port",
      "http://h?q, write http://host or http://host:port",
      "http://h:0, unexpected port: 0",
      "https://h, https:// goes with TLS",
      "ftp://host:1, write unix:///path",
      "npipe:////./pipe/docker, not supported yet",
      "ssh://me@host, not supported yet"
  })
  void refusesTheRestAndSaysWhatToWrite(String text, String advice) {
    String message = assertThrows(IllegalArgumentException.class, () -> EngineAddress.parse(text, null)).getMessage();
    assertTrue(message.contains("'" + text + "'"), message);
    assertTrue(message.contains(advice), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "fe80::1%lo", "a b"})
  void noRequestFailsForWantOfAUrl(String host) {
    assertThrows(IllegalArgumentException.class, () -> new EngineAddress.Tcp(host, 1));
  }
}
