package io.longshore.contract;

import io.longshore.DockerClient;
import io.longshore.container.Container;
import io.longshore.container.CreateOptions;
import io.longshore.container.UpdateOptions;
import io.longshore.generated.engine.model.ContainerListOptions;
import io.longshore.session.ExecOptions;
import io.longshore.stream.LogOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Something that nobody should ask for.
 *
 * @param name what it is
 * @param call asks for it; the container is there to be asked about
 */
record BadInput(String name, BiConsumer<DockerClient, Container> call) {
  @Override
  public String toString() {
    return name;
  }

  /** Everything of the table. */
  static List<BadInput> all() {
    Table table = new Table();
    table.names();
    table.create();
    table.container();
    table.exec();
    table.lists();
    table.images();
    return table.rows;
  }

  private static final class Table {
    /** Texts that are neither a name nor an id. */
    private static final List<String> NO_NAMES = List.of("", " ", "\t", "a/b", "../x", "..", ".", "/", "a b",
        "a\r\nX-Evil: 1", "a\nb", "a\0b", "x".repeat(300) + "/",
        "näme", "名前", "🚢", "%2e%2e", "a?force=1", "a#b", "../../images/x");

    final List<BadInput> rows = new ArrayList<>();

    private void add(String name, BiConsumer<DockerClient, Container> call) {
      rows.add(new BadInput(name, call));
    }

    private static String shown(String text) {
      return text.length() > 40 ? text.substring(0, 20) + "… of " + text.length() : text.replaceAll("\\p{Cntrl}", "·");
    }

    private void names() {
      for (String text : NO_NAMES) {
        add("create named '" + shown(text) + "'", (d, c) -> d.containers().create(EngineTest.with(o -> o.name(text))));
        add("rename to '" + shown(text) + "'", (d, c) -> c.rename(text));
        add("get '" + shown(text) + "' and inspect", (d, c) -> d.containers().get(text).inspect());
        add("get '" + shown(text) + "' and remove", (d, c) -> EngineTest.forceRemove(d.containers().get(text)));
        add("get '" + shown(text) + "' and kill", (d, c) -> d.containers().get(text).kill());
        add("get '" + shown(text) + "' and exec", (d, c) -> d.containers().get(text).exec("true"));
        add("image '" + shown(text) + "' inspected", (d, c) -> d.images().get(text).inspect());
        add("image '" + shown(text) + "' removed", (d, c) -> d.images().get(text).remove(o -> o.force()));
        add("container of image '" + shown(text) + "'",
            (d, c) -> d.containers().create(EngineTest.with(o -> o.image(text))));
      }
      String longName = "x".repeat(300);
      add("get 300 characters and inspect", (d, c) -> d.containers().get(longName).inspect());
      add("get null", (d, c) -> d.containers().get(null));
      add("get null image", (d, c) -> d.images().get(null));
      add("rename to null", (d, c) -> c.rename(null));
    }

    private void create(String name, Consumer<CreateOptions.Builder> options) {
      add("create with " + name, (d, c) -> d.containers().create(EngineTest.with(options)));
    }

    private void create() {
      add("create without an image", (d, c) -> d.containers().create(o -> o.command("true")));
      add("create with null", (d, c) -> d.containers().create((Consumer<CreateOptions.Builder>) null));
      create("a null image", o -> o.image(null));
      create("a null name", o -> o.name(null));
      create("a null word", o -> o.command("echo", null));
      create("a null label", o -> o.label("a", null));
      create("an empty label name", o -> o.label("", "a"));
      create("a line break in a label name", o -> o.label("a\nb", "c"));
      create("an env name with =", o -> o.env("A=B", "c"));
      create("an empty env name", o -> o.env("", "c"));
      create("a null env value", o -> o.env("A", null));
      create("NUL in an env value", o -> o.env("A", "b\0c"));
      create("NUL in an env name", o -> o.env("A\0", "b"));
      create("a line break in an env name", o -> o.env("A\nB", "c"));
      for (int port : new int[] {-1, 0, 65_536, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
        create("container port " + port, o -> o.publish(port));
        create("container port " + port + " on the host", o -> o.publish(8080, port));
        create("host port " + port, o -> o.publish(port, 80));
      }
      create("an empty protocol", o -> o.publish("", 0, 80, ""));
      create("a protocol that is none", o -> o.publish("", 0, 80, "smtp"));
      create("a host address that is none", o -> o.publish("nowhere\n", 0, 80, "tcp"));
      create("negative memory", o -> o.memory(-1));
      create("hardly any memory", o -> o.memory(1));
      create("negative cpus", o -> o.cpus(-1));
      create("no cpus", o -> o.cpus(0));
      create("NaN cpus", o -> o.cpus(Double.NaN));
      create("a negative stop timeout", o -> o.stopTimeout(Duration.ofSeconds(-1)));
      create("a relative working directory", o -> o.workingDir("../../etc"));
      create("a blank user", o -> o.user(" "));
      create("a bind of nothing", o -> o.bind("", "/x"));
      create("a bind to nothing", o -> o.bind("/tmp", ""));
      create("a bind to a relative path", o -> o.bind("/tmp", "x"));
      create("a volume that climbs", o -> o.volume("../../etc", "/x"));
      create("a network that is none", o -> o.network(" "));
      create("a null pull policy", o -> o.pull(null));
    }

    private void container() {
      add("stop with negative grace", (d, c) -> c.stop(Duration.ofSeconds(-1)));
      add("stop with null grace", (d, c) -> c.stop((Duration) null));
      add("restart with negative grace", (d, c) -> c.restart(r -> r.grace(Duration.ofNanos(-1))));
      add("wait for a negative time", (d, c) -> c.waitFor(Duration.ofSeconds(-1)));
      add("wait for no time", (d, c) -> c.waitFor(Duration.ZERO));
      add("wait for a null time", (d, c) -> c.waitFor((Duration) null));
      add("wait for a null condition", (d, c) -> c.waitFor(null, Poll.SOON));
      add("kill with an empty signal", (d, c) -> c.kill(""));
      add("kill with a null signal", (d, c) -> c.kill(null));
      add("kill with a signal of two lines", (d, c) -> c.kill("SIGKILL\r\nX: y"));
      add("kill with a signal that is none", (d, c) -> c.kill("SIGKILL&signal=9"));
      add("port -1 of the host", (d, c) -> c.hostPort(-1));
      add("port 65536 of the host", (d, c) -> c.hostPort(65_536));
      update("negative memory", o -> o.memory(-1));
      update("hardly any memory", o -> o.memory(1));
      update("NaN cpus", o -> o.cpus(Double.NaN));
      logs("a negative tail", o -> o.tail(-1));
      logs("a null since", o -> o.since(null));
      logs("a null until", o -> o.until(null));
    }

    private void update(String name, Consumer<UpdateOptions> options) {
      add("update with " + name, (d, c) -> c.update(options));
    }

    private void logs(String name, Consumer<LogOptions> options) {
      add("logs with " + name, (d, c) -> c.logs(options).close());
    }

    private void exec() {
      add("exec of nothing", (d, c) -> c.exec());
      add("exec of null", (d, c) -> c.exec("echo", null));
      exec("an env name with =", o -> o.env("A=B", "c"));
      exec("NUL in an env value", o -> o.env("A", "b\0c"));
      exec("a null env value", o -> o.env("A", null));
      exec("a blank user", o -> o.user(" "));
      exec("a blank folder", o -> o.workingDir(""));
      exec("no time", o -> o.timeout(Duration.ZERO));
      exec("negative time", o -> o.timeout(Duration.ofSeconds(-1)));
      exec("a negative limit", o -> o.maxOutput(-1));
    }

    private void exec(String name, Consumer<ExecOptions> options) {
      add(
          "exec with " + name,
          (d, c) -> c.exec(
              o -> {
                o.command("true");
                options.accept(o);
              }));
    }

    private void lists() {
      list("limit 0", o -> o.limit(0));
      list("a negative limit", o -> o.limit(-5));
      list("an empty label", o -> o.label(""));
      list("a null label", o -> o.label(null));
      list("an empty name", o -> o.name(""));
      list("a null filter", o -> o.filter(null, "x"));
      list("a null filter value", o -> o.filter("label", (String) null));
      list("a status that is none", o -> o.filter("status", "asleep"));
      list("a filter that is none", o -> o.filter("a&all=1", "x"));
      add("prune with an empty label", (d, c) -> d.containers().prune(o -> o.label("")));
      add("prune with a null label", (d, c) -> d.containers().prune(o -> o.label(null)));
    }

    private void list(String name, Consumer<ContainerListOptions> options) {
      add("list with " + name, (d, c) -> d.containers().list(options));
    }

    private void images() {
      for (String text : List.of("", " ", "a b", "a\r\nX-Evil: 1", "a\0b", "/a", "a:", "lower/CASE", "a:b c", "../x",
          "a@")) {
        add("pull '" + shown(text) + "'", (d, c) -> d.images().pull(text));
        add("tag as '" + shown(text) + "'", (d, c) -> d.images().get(Programs.IMAGE).tag(text));
      }
      add("pull null", (d, c) -> d.images().pull((String) null));
      add("pull nothing", (d, c) -> d.images().pull(o -> {}));
      add("import null", (d, c) -> d.images().importTar(null));
    }
  }
}
