package io.longshore.internal.flags;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What the docker command allows in the values of flags that name something of the kernel. */
public final class KernelSpec {
  private static final Set<String> ULIMITS = Set.of(
      "core", "cpu", "data", "fsize", "locks", "memlock", "msgqueue", "nice", "nofile", "nproc", "rss", "rtprio",
      "rttime", "sigpending", "stack");
  private static final Set<String> SYSCTLS = Set.of(
      "kernel.msgmax", "kernel.msgmnb", "kernel.msgmni", "kernel.sem", "kernel.shmall", "kernel.shmmax",
      "kernel.shmmni", "kernel.shm_rmid_forced");
  private static final List<String> SYSCTL_TREES = List.of("net.", "fs.mqueue.");
  private static final Pattern DEVICES = Pattern.compile("[acb] (\\d+|\\*):(\\d+|\\*) [rwm]{1,3}");

  private KernelSpec() {}

  /** The name of a limit. */
  public static String ulimit(String name) {
    if (!ULIMITS.contains(name)) {
      throw Values.wrong(name, "there are the limits " + String.join(", ", ULIMITS.stream().sorted().toList()));
    }
    return name;
  }

  /** A parameter and its value. */
  public static String sysctl(String text) {
    String name = text.split("=", 2)[0];
    if (!SYSCTLS.contains(name) && SYSCTL_TREES.stream().noneMatch(name::startsWith)) {
      throw Values.wrong(name, "a container has its own net.*, fs.mqueue.*, kernel.msg*, kernel.sem and kernel.shm*");
    }
    if (text.equals(name)) {
      throw Values.wrong(text, "write NAME=value");
    }
    return text;
  }

  /** A rule for devices. */
  public static String devices(String text) {
    if (!DEVICES.matcher(text).matches()) {
      throw Values.wrong(text, "write a, b or c, then MAJOR:MINOR or *, then any of r, w and m: c 13:* rwm");
    }
    return text;
  }

  /** The weight of a device; zero is for the default. */
  public static int weight(String text) {
    int weight = Values.number(text);
    if (weight != 0 && (weight < 10 || weight > 1000)) {
      throw Values.wrong(text, "a weight goes from 10 to 1000");
    }
    return weight;
  }
}
