package clients;

import io.longshore.embedded.EmbeddedEngine;
import java.io.File;
import java.util.concurrent.TimeUnit;

/** Other clients of Docker with the embedded engine: each has a JVM of its own, whose environment names the engine. */
public final class OtherClients {
  private OtherClients() {}

  public static void main(String[] args) throws Exception {
    for (Class<?> client : new Class<?>[] {DockerCommand.class, DockerJava.class, WithTestcontainers.class}) {
      try (EmbeddedEngine engine = EmbeddedEngine.start()) {
        ProcessBuilder jvm = new ProcessBuilder(
            System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
            "-classpath", System.getProperty("java.class.path"), client.getName()).inheritIO();
        jvm.environment().put("DOCKER_HOST", engine.host());
        // Its reaper is an image that it would pull.
        jvm.environment().put("TESTCONTAINERS_RYUK_DISABLED", "true");
        // Inside a container it would take the gateway of the bridge for this machine, and there is no bridge.
        jvm.environment().put("TESTCONTAINERS_HOST_OVERRIDE", "localhost");
        jvm.environment().remove("DOCKER_CONTEXT");
        Process running = jvm.start();
        if (!running.waitFor(3, TimeUnit.MINUTES)) {
          running.destroyForcibly();
          throw new AssertionError(client.getSimpleName() + " did not end within 3 minutes");
        }
        if (running.exitValue() != 0) {
          throw new AssertionError(client.getSimpleName() + " ended with " + running.exitValue());
        }
        System.out.println(client.getSimpleName() + ": every call did what it does with a real engine");
      }
    }
  }

  static void check(boolean right, Object seen) {
    if (!right) {
      throw new AssertionError(String.valueOf(seen));
    }
  }
}
