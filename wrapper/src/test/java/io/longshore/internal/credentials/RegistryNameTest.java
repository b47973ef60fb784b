package io.longshore.internal.credentials;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The registry that docker 28.2 looked up for each of these references. */
class RegistryNameTest {
  @ParameterizedTest
  @CsvSource({
      "alpine, https://index.docker.io/v1/",
      "alpine:3.20, https://index.docker.io/v1/",
      "a/b, https://index.docker.io/v1/",
      "a/b/c:1, https://index.docker.io/v1/",
      "foo_bar/x:1, https://index.docker.io/v1/",
      "library/alpine@sha256:00, https://index.docker.io/v1/",
      "x@sha256:00, https://index.docker.io/v1/",
      "docker.io/a, https://index.docker.io/v1/",
      "docker.io/library/a:1, https://index.docker.io/v1/",
      "index.docker.io/x/y, https://index.docker.io/v1/",
      "registry-1.docker.io/x, registry-1.docker.io",
      "DOCKER.IO/x, DOCKER.IO",
      "r.example/x:1, r.example",
      "r.example/x@sha256:00, r.example",
      "r.example:5000/x/y:1, r.example:5000",
      "localhost/x, localhost",
      "localhost:5000/x/y, localhost:5000",
      "LOCALHOST/x, LOCALHOST",
      "UPPER/x, UPPER",
      "R.Example/x, R.Example",
      "'[::1]:5000/x', '[::1]:5000'",
      "127.0.0.1:5000/x:1, 127.0.0.1:5000",
      "a.b/c, a.b",
      "host:80/x, host:80",
  })
  void isTheOneThatTheDockerCommandKnows(String reference, String registry) {
    assertEquals(registry, RegistryName.of(reference));
  }
}
