package io.longshore.internal.http;

import io.longshore.error.EngineNotFoundException;
import io.longshore.internal.config.Candidate;
import java.util.List;

/** Looks for an engine as a user who may not use the first of two sockets. */
final class DeniedSocketMain {
  private DeniedSocketMain() {}

  /** Docker's socket, and Podman's address. */
  public static void main(String[] args) {
    List<Place> places = List.of(
        Place.of(new Candidate("default socket", "unix://" + args[0], null, false)),
        Place.of(new Candidate("rootless socket", "unix://" + args[0] + ".other", null, false)),
        Place.of(new Candidate("Podman socket", args[1], null, false)));
    try (EngineLookup session = new EngineLookup(places, null)) {
      System.out.println("found " + session.version(TimeLimits.DEFAULTS));
    } catch (EngineNotFoundException e) {
      System.out.println(e.getMessage());
    }
  }
}
