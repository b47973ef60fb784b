package io.longshore.build;

import io.longshore.build.spi.SessionCallException;
import io.longshore.build.spi.SessionCalls;
import io.longshore.error.ConfigurationException;
import io.longshore.generated.engine.model.AuthConfig;
import io.longshore.internal.credentials.RegistryAccess;
import java.io.IOException;
import java.util.Map;

/** What BuildKit asks for during a build, and gets. Nothing of it is kept or logged. */
final class SessionAnswers implements SessionCalls {
  private static final String HEALTH = "/grpc.health.v1.Health/Check";
  private static final String CREDENTIALS = "/moby.filesync.v1.Auth/Credentials";
  private static final String SECRET = "/moby.buildkit.secrets.v1.Secrets/GetSecret";
  private static final int SERVING = 1;

  private final BaseAccess access;
  private final Map<String, BuildSettings.Secret> secrets;

  SessionAnswers(BaseAccess access, Map<String, BuildSettings.Secret> secrets) {
    this.access = access;
    this.secrets = secrets;
  }

  static String[] methods() {
    return new String[] {HEALTH, CREDENTIALS, SECRET};
  }

  @Override
  public byte[] call(String path, byte[] message) throws SessionCallException {
    try {
      return switch (path) {
        case HEALTH -> new ProtoWriter().number(1, SERVING).message();
        case CREDENTIALS -> credentials(ProtoReader.text(message, 1));
        case SECRET -> secret(ProtoReader.text(message, 1));
        default -> throw new SessionCallException(SessionCallException.UNIMPLEMENTED, "there is no " + path);
      };
    } catch (ProtoReader.BrokenMessageException e) {
      throw new SessionCallException(SessionCallException.INTERNAL, "the request cannot be read");
    }
  }

  private byte[] credentials(String host) throws SessionCallException {
    RegistryAccess found;
    try {
      found = access.of(host);
    } catch (ConfigurationException e) {
      throw new SessionCallException(SessionCallException.INTERNAL, String.valueOf(e.getMessage()));
    }
    AuthConfig config = found.config();
    if (config == null) {
      return new byte[0];
    }
    if (config.identitytoken() != null && !config.identitytoken().isEmpty()) {
      return new ProtoWriter().text(2, config.identitytoken()).message();
    }
    if (config.password() == null) {
      throw new SessionCallException(SessionCallException.INTERNAL,
          "BuildKit takes a password or an identity token, and the credentials for " + host + " are of another kind");
    }
    ProtoWriter answer = new ProtoWriter();
    if (config.username() != null) {
      answer.text(1, config.username());
    }
    return answer.text(2, config.password()).message();
  }

  private byte[] secret(String id) throws SessionCallException {
    BuildSettings.Secret secret = secrets.get(id);
    if (secret == null) {
      throw new SessionCallException(SessionCallException.NOT_FOUND, "there is no secret " + id);
    }
    try {
      return new ProtoWriter().bytes(1, secret.read()).message();
    } catch (IOException e) {
      throw new SessionCallException(
          SessionCallException.INTERNAL, "the file of the secret " + id + " cannot be read: " + e);
    }
  }
}
