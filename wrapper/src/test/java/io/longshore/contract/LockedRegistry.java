package io.longshore.contract;

import io.longshore.DockerClient;
import io.longshore.image.Image;
import io.longshore.registry.RegistryAuth;

/** A registry that wants a login, and has the image {@code team/busybox:1}. */
record LockedRegistry(String name, String user, String password) {
  /** The embedded engines' own. */
  static final LockedRegistry IN_MEMORY = new LockedRegistry("locked.example.com:5000", "shipper", "in memory");

  static LockedRegistry of(EngineUnderTest engine, DockerClient docker) {
    if (engine.embedded()) {
      Image pushed = docker.images().get(Programs.IMAGE).tag(IN_MEMORY.image() + ":1");
      pushed.push(p -> p.auth(IN_MEMORY.auth()));
      pushed.remove();
      return IN_MEMORY;
    }
    Settings settings = Settings.ofThisRun();
    return new LockedRegistry(engine.lockedRegistry(), settings.required(Settings.REGISTRY_USER),
        settings.required(Settings.REGISTRY_PASSWORD));
  }

  String image() {
    return name + "/team/busybox";
  }

  RegistryAuth auth() {
    return RegistryAuth.password(user, password);
  }

  /** Without the password. */
  @Override
  public String toString() {
    return name;
  }
}
