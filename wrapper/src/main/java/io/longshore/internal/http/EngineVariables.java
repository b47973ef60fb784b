package io.longshore.internal.http;

import io.longshore.error.UnsupportedException;
import io.longshore.internal.config.TlsFiles;
import io.longshore.internal.transport.EngineAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** The docker command's environment variables that lead it to the engine of a client. */
public final class EngineVariables {
  /** All that say which engine. */
  public static final List<String> NAMES = List.of(
      "DOCKER_HOST", "DOCKER_CONTEXT", "DOCKER_TLS", "DOCKER_TLS_VERIFY", "DOCKER_CERT_PATH");

  private EngineVariables() {}

  /**
   * Those for the engine of a place.
   *
   * @param what the call, for messages
   * @throws UnsupportedException if the docker command cannot reach it
   */
  public static Map<String, String> of(Place place, String what) {
    if (place.headers().size() > 0) {
      throw unreachable(what, "the client sends headers with each request, which the docker command would not send");
    }
    EngineAddress address = place.address();
    if (address instanceof EngineAddress.Unix) {
      return Map.of("DOCKER_HOST", address.toString());
    }
    if (!address.base().isEmpty()) {
      throw unreachable(what, "the address has a path");
    }
    HttpUrl url = address.url();
    Map<String, String> variables = new HashMap<>();
    String host = url.host().contains(":") ? "[" + url.host() + "]" : url.host();
    variables.put("DOCKER_HOST", "tcp://" + host + ":" + url.port());
    if (address instanceof EngineAddress.Tls) {
      TlsFiles files = place.candidate().tls();
      if (files == null) {
        throw unreachable(what, "the client has a TLS context of its own");
      }
      variables.put("DOCKER_CERT_PATH", directory(files, what).toString());
      variables.put(files.verify() ? "DOCKER_TLS_VERIFY" : "DOCKER_TLS", "1");
    }
    return variables;
  }

  private static Path directory(TlsFiles files, String what) {
    Path directory = files.ca() == null ? null : files.ca().toAbsolutePath().getParent();
    if (directory == null || !isIn(directory, "ca.pem", files.ca()) || !isIn(directory, "cert.pem", files.cert())
        || !isIn(directory, "key.pem", files.key())) {
      throw unreachable(what, "it needs a directory with ca.pem, cert.pem and key.pem to speak TLS, and the client has"
          + " no such directory");
    }
    return directory;
  }

  private static boolean isIn(Path directory, String name, @Nullable Path file) {
    return file != null && directory.resolve(name).equals(file.toAbsolutePath());
  }

  private static UnsupportedException unreachable(String what, String why) {
    return new UnsupportedException(
        what + ": the docker command cannot reach the engine of this client: " + why
            + "; build with builder(BUILDKIT), or connect the client in another way",
        null);
  }
}
