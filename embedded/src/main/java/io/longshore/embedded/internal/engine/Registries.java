package io.longshore.embedded.internal.engine;

import io.longshore.embedded.internal.EngineError;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The registries that this engine reaches, all of them in memory, and who may use them. */
public final class Registries {
  private static final Login ANYONE = new Login("", "");

  private final Map<String, Login> logins = new HashMap<>();

  /**
   * A user's name and password.
   *
   * @param username the name
   * @param password the password
   */
  public record Login(String username, String password) {
    @Override
    public String toString() {
      return username;
    }
  }

  /**
   * Adds a registry.
   *
   * @param address as names of images begin with it
   * @param login the only one that it accepts; null if it takes everybody
   */
  public synchronized void add(String address, @Nullable Login login) {
    logins.put(address, login == null ? ANYONE : login);
  }

  /** Fails unless this registry is there; the default one is. */
  public synchronized void reach(String address) {
    if (!address.isEmpty() && !logins.containsKey(address)) {
      throw EngineError.failed(
          "Get \"http://" + address + "/v2/\": dial tcp " + address + ": connect: connection refused");
    }
  }

  /**
   * Fails unless a registry lets somebody in.
   *
   * @param login what was sent; null if nothing was
   * @param request what the engine asks the registry, for its words; empty for none
   */
  public synchronized void admit(String address, @Nullable Login login, String request) {
    reach(address);
    Login wanted = logins.getOrDefault(address, ANYONE);
    if (wanted.equals(ANYONE) || wanted.equals(login)) {
      return;
    }
    if (login == null) {
      throw EngineError.failed(request + "no basic auth credentials");
    }
    throw EngineError.unauthorized("unauthorized: authentication required");
  }

  /** Whether a registry lets somebody in. */
  public boolean admits(String address, Login login) {
    try {
      admit(address, login, "");
      return true;
    } catch (EngineError e) {
      if (e.kind() == EngineError.Kind.UNAUTHORIZED) {
        return false;
      }
      throw e;
    }
  }
}
