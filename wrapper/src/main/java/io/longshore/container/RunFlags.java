package io.longshore.container;

import io.longshore.generated.engine.model.CgroupnsMode;
import io.longshore.generated.engine.model.Isolation;
import io.longshore.generated.engine.model.LogDriver;
import io.longshore.generated.engine.model.RestartPolicyName;
import io.longshore.image.PullPolicy;
import io.longshore.internal.flags.Arguments;
import io.longshore.internal.flags.DeviceSpec;
import io.longshore.internal.flags.KernelSpec;
import io.longshore.internal.flags.KeyValueFile;
import io.longshore.internal.flags.MountSpec;
import io.longshore.internal.flags.NetworkFlags;
import io.longshore.internal.flags.SecuritySpec;
import io.longshore.internal.flags.Values;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Every flag of {@code docker run}, and what it does to the options. Flags take effect in the order of this table, not
 * of the command line: the files of variables come before the variables.
 */
final class RunFlags implements Arguments.Known {
  private static final Map<String, Flag> FLAGS = new LinkedHashMap<>();
  private static final Map<String, String> OTHER_NAMES = Map.ofEntries(
      Map.entry("a", "attach"), Map.entry("c", "cpu-shares"), Map.entry("d", "detach"), Map.entry("e", "env"),
      Map.entry("h", "hostname"), Map.entry("i", "interactive"), Map.entry("l", "label"), Map.entry("m", "memory"),
      Map.entry("p", "publish"), Map.entry("P", "publish-all"), Map.entry("q", "quiet"), Map.entry("t", "tty"),
      Map.entry("u", "user"), Map.entry("v", "volume"), Map.entry("w", "workdir"), Map.entry("net", "network"),
      Map.entry("net-alias", "network-alias"), Map.entry("dns-opt", "dns-option"));

  private record Flag(boolean isSwitch, BiConsumer<RunCommand, String> effect) {}

  static {
    text("name", CreateOptions.Builder::name);
    text("platform", CreateOptions.Builder::platform);
    value("pull", (o, v) -> o.pull(pull(v)));
    program();
    limits();
    devices();
    isolation();
    names();
    mounts();
    host();
    terminal();
  }

  private static void program() {
    value("entrypoint", (o, v) -> o.entrypoint(v.isEmpty() ? new String[0] : new String[] {v}));
    value("env-file", (o, v) -> o.envFile(Path.of(v)));
    value("env", CreateOptions.Builder::variable);
    value("label-file", (o, v) -> o.labelFile(Path.of(v)));
    value("label", (o, v) -> o.labels(KeyValueFile.label(v)));
    value("annotation", (o, v) -> pair(v, o::annotation));
    text("workdir", CreateOptions.Builder::workingDir);
    text("user", CreateOptions.Builder::user);
    text("stop-signal", CreateOptions.Builder::stopSignal);
    value("stop-timeout", (o, v) -> o.customize(r -> r.stopTimeout(Values.integer(v, "seconds"))));
    text("health-cmd", (o, v) -> o.healthCheck(h -> h.shell(v)));
    value("health-interval", (o, v) -> time(v, t -> o.healthCheck(h -> h.interval(t))));
    value("health-timeout", (o, v) -> time(v, t -> o.healthCheck(h -> h.timeout(t))));
    value("health-start-period", (o, v) -> time(v, t -> o.healthCheck(h -> h.startPeriod(t))));
    value("health-start-interval", (o, v) -> time(v, t -> o.healthCheck(h -> h.startInterval(t))));
    value("health-retries", RunFlags::retries);
    flag("no-healthcheck", CreateOptions.Builder::noHealthCheck);
  }

  private static void limits() {
    value("memory", (o, v) -> o.memory(Values.size(v)));
    value("memory-reservation", (o, v) -> o.memoryReservation(Values.size(v)));
    value("memory-swap", (o, v) -> o.memorySwap(v.equals("-1") ? -1 : Values.size(v)));
    value("memory-swappiness", (o, v) -> o.hostConfig(h -> h.memorySwappiness(swappiness(v))));
    // The docker command knows it and sends nothing: kernels gave it up.
    value("kernel-memory", (o, v) -> Values.size(v));
    flag("oom-kill-disable", CreateOptions.Builder::oomKillDisable);
    value("oom-score-adj", (o, v) -> o.oomScoreAdj(Values.number(v)));
    value("shm-size", (o, v) -> o.shmSize(Values.size(v)));
    value("cpus", (o, v) -> o.hostConfig(h -> h.nanoCpus(Values.nano(v))));
    value("cpu-shares", (o, v) -> o.cpuShares(Values.integer(v)));
    value("cpu-quota", (o, v) -> o.hostConfig(h -> h.cpuQuota(Values.integer(v, "microseconds"))));
    value("cpu-period", (o, v) -> o.cpuPeriod(micros(v)));
    value("cpu-rt-period", (o, v) -> o.cpuRealtimePeriod(micros(v)));
    value("cpu-rt-runtime", (o, v) -> o.cpuRealtimeRuntime(micros(v)));
    text("cpuset-cpus", CreateOptions.Builder::cpusetCpus);
    text("cpuset-mems", CreateOptions.Builder::cpusetMems);
    value("pids-limit", (o, v) -> o.hostConfig(h -> h.pidsLimit(Values.integer(v))));
    value("ulimit", RunFlags::ulimit);
    value("blkio-weight", (o, v) -> o.blkioWeight(Values.number(v)));
    value("blkio-weight-device", (o, v) -> device(v, (d, rate) -> o.blkioWeight(d, KernelSpec.weight(rate))));
    value("device-read-bps", (o, v) -> device(v, (d, rate) -> o.deviceReadBps(d, Values.size(rate))));
    value("device-write-bps", (o, v) -> device(v, (d, rate) -> o.deviceWriteBps(d, Values.size(rate))));
    value("device-read-iops", (o, v) -> device(v, (d, rate) -> o.deviceReadIops(d, Values.integer(rate))));
    value("device-write-iops", (o, v) -> device(v, (d, rate) -> o.deviceWriteIops(d, Values.integer(rate))));
    // Windows has these; engines on Linux ignore or refuse them.
    value("cpu-count", (o, v) -> o.hostConfig(h -> h.cpuCount(Values.integer(v))));
    value("cpu-percent", (o, v) -> o.hostConfig(h -> h.cpuPercent(Values.integer(v))));
    value("io-maxbandwidth", (o, v) -> o.hostConfig(h -> h.ioMaximumBandwidth(Values.size(v))));
    value("io-maxiops", (o, v) -> o.hostConfig(h -> h.ioMaximumIOps(Values.integer(v))));
    text("cgroup-parent", CreateOptions.Builder::cgroupParent);
  }

  private static void devices() {
    value("device", RunFlags::device);
    value("device-cgroup-rule", (o, v) -> o.deviceCgroupRule(KernelSpec.devices(v)));
    value("gpus", (o, v) -> o.hostConfig(h -> h.deviceRequest(DeviceSpec.gpus(v))));
  }

  private static void isolation() {
    value("cap-add", (o, v) -> o.capAdd(capability(v)));
    value("cap-drop", (o, v) -> o.capDrop(capability(v)));
    value("security-opt", RunFlags::security);
    flag("privileged", CreateOptions.Builder::privileged);
    flag("read-only", CreateOptions.Builder::readOnly);
    value("group-add", CreateOptions.Builder::groupAdd);
    value("sysctl", (o, v) -> pair(KernelSpec.sysctl(v), o::sysctl));
    text("pid", CreateOptions.Builder::pid);
    text("ipc", CreateOptions.Builder::ipc);
    text("uts", CreateOptions.Builder::uts);
    text("userns", RunFlags::userns);
    text("cgroupns", (o, v) -> o.cgroupns(CgroupnsMode.of(v)));
    text("runtime", CreateOptions.Builder::runtime);
    text("isolation", (o, v) -> o.isolation(Isolation.of(v)));
  }

  private static void names() {
    text("hostname", CreateOptions.Builder::hostname);
    text("domainname", CreateOptions.Builder::domainname);
    value("dns", CreateOptions.Builder::dns);
    value("dns-search", CreateOptions.Builder::dnsSearch);
    value("dns-option", CreateOptions.Builder::dnsOption);
    value("add-host", RunFlags::addHost);
    network("network", NetworkFlags::network);
    network("network-alias", (n, v) -> n.more("alias", v));
    network("ip", (n, v) -> n.more("ip", v));
    network("ip6", (n, v) -> n.more("ip6", v));
    network("link-local-ip", (n, v) -> n.more("link-local-ip", v));
    network("mac-address", (n, v) -> n.more("mac-address", v));
    network("link", NetworkFlags::link);
  }

  private static void mounts() {
    value("volume", (o, v) -> o.volume(onThisMachine(v)));
    value("volumes-from", CreateOptions.Builder::volumesFrom);
    text("volume-driver", CreateOptions.Builder::volumeDriver);
    value("mount", (o, v) -> o.hostConfig(h -> h.mount(MountSpec.of(v))));
    value("tmpfs", (o, v) -> o.tmpfs(v.split(":", 2)[0], v.contains(":") ? v.split(":", 2)[1] : ""));
    value("storage-opt", RunFlags::storage);
  }

  private static void host() {
    value("publish", CreateOptions.Builder::publish);
    flag("publish-all", CreateOptions.Builder::publishAll);
    value("expose", CreateOptions.Builder::expose);
    value("restart", RunFlags::restart);
    flag("rm", CreateOptions.Builder::autoRemove);
    FLAGS.put("init", new Flag(true, (run, v) -> run.options.hostConfig(h -> h.init(Values.bool(v)))));
    text("log-driver", (o, v) -> o.logDriver(LogDriver.of(v)));
    value("log-opt", (o, v) -> pair(v, o::logOption));
  }

  /** What concerns the terminal of the docker command, or its files. */
  private static void terminal() {
    flag("tty", CreateOptions.Builder::tty);
    flag("interactive", CreateOptions.Builder::openStdin);
    value("attach", RunFlags::attach);
    // The method that is called says whether to attach; a program has no terminal whose signals could be passed on.
    flag("detach", o -> {});
    flag("sig-proxy", o -> {});
    flag("quiet", o -> {});
    FLAGS.put("disable-content-trust", new Flag(true, (run, v) -> {
      if (!Values.bool(v)) {
        throw new IllegalArgumentException("signatures of images are not checked; leave it out");
      }
    }));
    refused("cidfile", false, "Container.id() returns the id; write it to a file");
    refused("detach-keys", false, "set them where the session is opened, with AttachOptions.detachKeys(…)");
    refused("use-api-socket", true, "mount the socket with bind(…), and give credentials in the way the program needs");
    refused("help", true, "the documentation has a table of all flags");
  }

  static final RunFlags ALL = new RunFlags();

  private RunFlags() {}

  @Override
  public @Nullable String flag(String nameOrLetter) {
    String name = OTHER_NAMES.getOrDefault(nameOrLetter, nameOrLetter);
    return FLAGS.containsKey(name) ? name : null;
  }

  @Override
  public Set<String> flags() {
    return FLAGS.keySet();
  }

  @Override
  public boolean isSwitch(String name) {
    return Objects.requireNonNull(FLAGS.get(name), name).isSwitch;
  }

  /** Sets what the flags say. */
  static void apply(Arguments arguments, RunCommand run) {
    FLAGS.forEach((name, flag) -> {
      List<String> values = arguments.values(name);
      // Of a switch the last one counts.
      for (String value : flag.isSwitch && !values.isEmpty() ? values.subList(values.size() - 1, values.size())
          : values) {
        try {
          flag.effect.accept(run, value);
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException("--" + name + ": " + e.getMessage(), e);
        }
      }
    });
  }

  private static void value(String name, BiConsumer<CreateOptions.Builder, String> effect) {
    FLAGS.put(name, new Flag(false, (run, v) -> effect.accept(run.options, v)));
  }

  /** A value that is not set if it is empty. */
  private static void text(String name, BiConsumer<CreateOptions.Builder, String> effect) {
    FLAGS.put(name, new Flag(false, (run, v) -> {
      if (!v.isEmpty()) {
        effect.accept(run.options, v);
      }
    }));
  }

  private static void network(String name, BiConsumer<NetworkFlags, String> effect) {
    FLAGS.put(name, new Flag(false, (run, v) -> effect.accept(run.networks, v)));
  }

  private static void flag(String name, Consumer<CreateOptions.Builder> effect) {
    FLAGS.put(name, new Flag(true, (run, v) -> {
      if (Values.bool(v)) {
        effect.accept(run.options);
      }
    }));
  }

  private static void refused(String name, boolean isSwitch, String instead) {
    FLAGS.put(name, new Flag(isSwitch, (run, v) -> {
      throw new IllegalArgumentException("a library does not have it; " + instead);
    }));
  }

  private static void pair(String text, BiConsumer<String, String> effect) {
    KeyValueFile.with(Map.of(), text).forEach(effect);
  }

  private static PullPolicy pull(String text) {
    return switch (text) {
      case "always" -> PullPolicy.ALWAYS;
      case "missing" -> PullPolicy.MISSING;
      case "never" -> PullPolicy.NEVER;
      default -> throw Values.wrong(text, "write always, missing or never");
    };
  }

  /** Zero is the image's value. */
  private static void time(String text, Consumer<Duration> effect) {
    Duration time = Values.duration(text);
    if (!time.isZero()) {
      effect.accept(time);
    }
  }

  private static Duration micros(String text) {
    return Duration.of(Values.integer(text, "microseconds"), ChronoUnit.MICROS);
  }

  /** Zero is the image's value. */
  private static void retries(CreateOptions.Builder options, String text) {
    int retries = Values.number(text);
    if (retries != 0) {
      options.healthCheck(h -> h.retries(retries));
    }
  }

  private static long swappiness(String text) {
    long percent = Values.integer(text);
    if (percent < -1 || percent > 100) {
      throw Values.wrong(text, "write 0 to 100, or -1 for the engine's default");
    }
    return percent;
  }

  private static void userns(CreateOptions.Builder options, String text) {
    if (!text.equals("host")) {
      throw Values.wrong(text, "write host, or leave it out");
    }
    options.userns(text);
  }

  private static void storage(CreateOptions.Builder options, String text) {
    if (text.indexOf('=') < 0) {
      throw Values.wrong(text, "write NAME=value");
    }
    pair(text, options::storageOption);
  }

  private static void ulimit(CreateOptions.Builder options, String text) {
    String[] limits = text.substring(text.indexOf('=') + 1).split(":", -1);
    if (text.indexOf('=') <= 0 || limits.length > 2) {
      throw Values.wrong(text, "write NAME=soft[:hard], such as nofile=1024:2048");
    }
    options.ulimit(
        KernelSpec.ulimit(text.substring(0, text.indexOf('='))), Values.integer(limits[0]),
        Values.integer(limits[limits.length - 1]));
  }

  /** The path of a device and a number for it. */
  private static void device(String text, BiConsumer<String, String> effect) {
    int colon = text.indexOf(':');
    if (!text.startsWith("/dev/") || colon < 0) {
      throw Values.wrong(text, "write /dev/DEVICE:number");
    }
    effect.accept(text.substring(0, colon), text.substring(colon + 1));
  }

  private static void device(CreateOptions.Builder options, String text) {
    if (DeviceSpec.isCdi(text)) {
      options.deviceRequest(d -> d.driver("cdi").deviceIds(List.of(text)));
    } else {
      DeviceSpec.Mapping device = DeviceSpec.device(text);
      options.device(device.onHost(), device.inContainer(), device.permissions());
    }
  }

  private static String capability(String text) {
    String name = text.toUpperCase(Locale.ROOT);
    return name.equals("ALL") || name.startsWith("CAP_") ? name : "CAP_" + name;
  }

  private static void security(CreateOptions.Builder options, String text) {
    if (text.equals("systempaths=unconfined")) {
      options.hostConfig(h -> h.maskedPaths(List.of()).readonlyPaths(List.of()));
    } else {
      options.securityOption(SecuritySpec.read(text));
    }
  }

  private static void addHost(CreateOptions.Builder options, String text) {
    int end = text.indexOf(text.indexOf('=') < 0 ? ':' : '=');
    if (end <= 0) {
      throw Values.wrong(text, "write NAME:address, or NAME:host-gateway for the engine's host");
    }
    options.addHost(text.substring(0, end), text.substring(end + 1).replaceFirst("^\\[(.*)]$", "$1"));
  }

  /** The docker command's machine is this one: paths that begin with a dot are those of this program. */
  private static String onThisMachine(String mount) {
    int colon = mount.indexOf(':');
    return mount.startsWith(".") && colon > 0
        ? Path.of(mount.substring(0, colon)).toAbsolutePath().normalize() + mount.substring(colon)
        : mount;
  }

  private static void restart(CreateOptions.Builder options, String text) {
    String[] parts = text.split(":", 2);
    if (parts.length == 2 && parts[0].isEmpty()) {
      throw Values.wrong(text, "write no, always, unless-stopped or on-failure[:maximum]");
    }
    long maximum = parts.length == 1 ? 0 : Values.integer(parts[1]);
    options.hostConfig(
        h -> h.restartPolicy(p -> p.name(RestartPolicyName.of(parts[0])).maximumRetryCount(maximum)));
  }

  private static void attach(CreateOptions.Builder options, String text) {
    options.customize(request -> {
      switch (text.toLowerCase(Locale.ROOT)) {
        case "stdin" -> request.attachStdin(true);
        case "stdout" -> request.attachStdout(true);
        case "stderr" -> request.attachStderr(true);
        default -> throw Values.wrong(text, "write stdin, stdout or stderr");
      }
    });
  }
}
