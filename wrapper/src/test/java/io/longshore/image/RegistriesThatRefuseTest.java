package io.longshore.image;

import static io.longshore.unit.ScriptedEngine.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.DockerClient;
import io.longshore.error.EngineException;
import io.longshore.error.ForbiddenException;
import io.longshore.error.NotFoundException;
import io.longshore.error.ServerErrorException;
import io.longshore.error.StreamFailedException;
import io.longshore.error.TooManyRequestsException;
import io.longshore.registry.RegistryAuth;
import io.longshore.unit.ScriptedEngine;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Refusals of registries in the words in which engines pass them on, with every status that they choose. */
@Timeout(30)
class RegistriesThatRefuseTest {
  private static EngineException pull(int status, String words, boolean anonymous) {
    String escaped = words.replace("\"", "\\\"");
    String body = status == 200 ? "{\"errorDetail\":{\"message\":\"%s\"}}" : "{\"message\":\"%s\"}";
    try (ScriptedEngine engine = new ScriptedEngine().answers(json(status, String.format(body, escaped)));
        DockerClient docker = engine.client()) {
      EngineException refused = assertThrows(EngineException.class, () -> docker.images().pull(p -> {
        p.reference("r.example/a:1");
        if (!anonymous) {
          p.auth(RegistryAuth.password("u", "s3cret"));
        }
      }));
      assertEquals(words, refused.engineMessage());
      assertFalse(refused.getMessage().contains("s3cret"), refused::getMessage);
      return refused;
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "500|toomanyrequests: You have reached your pull rate limit. You may increase the limit by authenticating",
      "429|toomanyrequests: slow down",
      "500|error parsing HTTP 429 response body: invalid character 's' looking for beginning of value: \"slow down\"",
      "500|unknown: failed to resolve reference \"r.example/a:1\": unexpected status from HEAD request to x: 429 Too Many Requests",
      "200|failed to read from destination repository a: 429 (Too Many Requests)",
      "200|reading manifest 1 in r.example/a: StatusCode: 429, slow down",
  })
  void aLimitIsOneWhateverTheStatus(int status, String words) {
    EngineException anonymous = pull(status, words, true);
    assertSame(TooManyRequestsException.class, anonymous.getClass());
    assertEquals(status, anonymous.status());
    assertTrue(anonymous.getMessage().contains("r.example limits how often it is asked; try again later, or with"),
        anonymous::getMessage);
    EngineException known = pull(status, words, false);
    assertSame(TooManyRequestsException.class, known.getClass());
    assertTrue(known.getMessage().endsWith("; try again later"), known::getMessage);
  }

  @ParameterizedTest
  @ValueSource(strings = {"manifest unknown", "name unknown",
      "error from registry: repository name not known to registry",
      "writing blob: initiating layer upload to /v2/a/blobs/uploads/ in r.example: name unknown"})
  void whatIsMissingIsNotFoundWhateverTheStatus(String words) {
    assertSame(NotFoundException.class, pull(500, words, true).getClass());
    assertSame(NotFoundException.class, pull(200, words, true).getClass());
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "error parsing HTTP 404 response body: invalid character '<' looking for beginning of value: \"<html></html>\"",
      "error unmarshalling content: invalid character '<' looking for beginning of value",
      "unknown: <html><head><title>404 Not Found</title></head></html>",
      "reading manifest 1 in r.example/a: StatusCode: 404, <!DOCTYPE html><html>",
      "failed to unpack image on snapshotter overlayfs: unexpected media type text/html for sha256:0a: not found",
      "invalid checksum digest format",
  })
  void aServerThatIsNotARegistryIsNamed(String words) {
    EngineException status = pull(500, words, true);
    assertSame(ServerErrorException.class, status.getClass());
    EngineException streamed = pull(200, words, true);
    assertSame(StreamFailedException.class, streamed.getClass());
    for (EngineException each : new EngineException[] {status, streamed}) {
      assertTrue(each.getMessage().contains("r.example did not answer as a registry does; check its name and port"),
          each::getMessage);
    }
  }

  /** A proxy in front of the engine says something of the kind too, and no registry has a part in it. */
  @ParameterizedTest
  @ValueSource(strings = {"<html><body><h1>403 Forbidden</h1></body></html>", "authorization denied by plugin guard"})
  void whatTheEngineOrItsProxyRefusesIsNotTheRegistrys(String words) {
    EngineException refused = pull(403, words, true);
    assertSame(ForbiddenException.class, refused.getClass());
    assertFalse(refused.getMessage().contains("r.example did not"), refused::getMessage);
    EngineException failed = pull(503, words, true);
    assertSame(ServerErrorException.class, failed.getClass());
    assertFalse(failed.getMessage().contains("r.example did not"), failed::getMessage);
  }
}
