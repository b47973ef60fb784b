package io.longshore.internal.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which images a Dockerfile needs. */
class BaseImagesTest {
  /**
   * A Dockerfile and what is found in it.
   *
   * @param dockerfile its text, with {@code ⏎} for the ends of its lines
   * @param arguments names and values in turn
   */
  private record Found(String dockerfile, List<String> images, String... arguments) {
    Map<String, String> set() {
      return arguments.length == 0 ? Map.of() : Map.of(arguments[0], arguments[1]);
    }

    @Override
    public String toString() {
      return dockerfile;
    }
  }

  private static Found in(String dockerfile, String... images) {
    return new Found(dockerfile, List.of(images));
  }

  private static Found with(String name, String value, String dockerfile, String... images) {
    return new Found(dockerfile, List.of(images), name, value);
  }

  static List<Found> plain() {
    return List.of(
        in("FROM busybox", "busybox"),
        in("from busybox", "busybox"),
        in("  From\tbusybox  ", "busybox"),
        in("\ufeffFROM busybox", "busybox"),
        in("FROM busybox\r⏎RUN true\r⏎FROM other\r⏎", "busybox", "other"),
        in("FROM r.example:5000/team/app:1.2", "r.example:5000/team/app:1.2"),
        in("FROM a@sha256:0123", "a@sha256:0123"),
        in("FROM a:1@sha256:0123 AS x", "a:1@sha256:0123"),
        in("FROM scratch"),
        in("FROM scratch AS empty⏎FROM empty"),
        in("FROM \"busybox\"", "busybox"),
        in("FROM 'busybox'", "busybox"),
        in("FROM --platform=linux/arm64 busybox", "busybox"),
        in("FROM --platform=$BUILDPLATFORM busybox AS b", "busybox"),
        in("FROM a⏎FROM a", "a"),
        in("RUN FROM a"),
        in("# FROM a⏎FROM b", "b"),
        in("FROM a⏎#FROM b⏎  # FROM c", "a"),
        in("FROM \\⏎  a", "a"),
        in("FROM \\  ⏎# between⏎⏎  a \\⏎  AS x⏎FROM x", "a"),
        in("RUN echo \\⏎FROM b⏎FROM a", "a"),
        in("# escape=`⏎FROM a⏎RUN dir c:\\⏎FROM b", "a", "b"),
        in("#Escape = `⏎FROM `⏎a", "a"),
        in("FROM a⏎# escape=`⏎RUN \\⏎FROM b", "a"),
        in("# syntax=docker/dockerfile:1⏎FROM a", "a"),
        in("FROM a AS x⏎FROM x", "a"),
        in("FROM a as Build⏎FROM bUILD AS y⏎COPY --from=BUILD /x /", "a"));
  }

  static List<Found> copies() {
    return List.of(
        in("FROM a⏎COPY --from=b:1 /x /", "a", "b:1"),
        in("FROM a⏎COPY --chown=1:2 --from=b --link /x /", "a", "b"),
        in("FROM a⏎FROM b⏎COPY --from=0 /x /", "a", "b"),
        in("FROM a AS x⏎FROM b⏎copy --from=x /x /", "a", "b"),
        in("FROM a⏎COPY --from=\"b\" /x /", "a", "b"),
        in("FROM a⏎COPY --from= /x /", "a"),
        in("FROM a⏎COPY x--from=b /", "a"),
        in("FROM a⏎RUN echo --from=b", "a"),
        in("FROM a⏎COPY --from=scratch /x /", "a"),
        in("FROM a⏎ADD --from=0 /x /", "a"));
  }

  static List<Found> variables() {
    return List.of(
        in("ARG v=1⏎FROM a:$v", "a:1"),
        in("ARG v=1⏎FROM a:${v}-x", "a:1-x"),
        in("ARG v⏎FROM a:${v}"),
        in("ARG v⏎FROM a:${v:-2}", "a:2"),
        in("ARG v=⏎FROM a:${v:-2}", "a:2"),
        in("ARG v=⏎FROM a${v-2}", "a"),
        in("FROM a:${v-2}", "a:2"),
        in("ARG v=1⏎FROM a${v:+:x}", "a:x"),
        in("FROM a${v+:x}", "a"),
        in("ARG r=r.example n=app⏎FROM ${r}/$n", "r.example/app"),
        in("ARG r=r.example⏎ARG full=$r/app⏎FROM $full", "r.example/app"),
        in("ARG v=\"1\"⏎ARG w='2'⏎FROM a:$v⏎FROM b:$w", "a:1", "b:2"),
        in("FROM a⏎ARG v=1⏎FROM b:$v", "a"),
        in("ARG v=1⏎FROM a⏎ARG v=2⏎FROM b:$v", "a", "b:1"),
        in("ARG v=x⏎FROM a AS x⏎FROM $v", "a"),
        in("ARG v=scratch⏎FROM $v"),
        in("ENV v=1⏎FROM a:$v"),
        in("FROM a:$v⏎FROM b", "b"),
        in("FROM a:$v AS x⏎FROM x"),
        in("FROM ${v:-${w}}"),
        in("FROM ${v"),
        in("FROM $"),
        in("ARG v=$v⏎FROM a:$v"),
        in("ARG v=a$0⏎FROM $v"),
        in("ARG v=1⏎FROM a⏎COPY --from=b:$v /x /", "a", "b:1"),
        with("v", "2", "ARG v=1⏎FROM a:$v", "a:2"),
        with("v", "2", "ARG v⏎FROM a:$v", "a:2"),
        with("v", "2", "FROM a:$v"),
        with("v", "", "ARG v=1⏎FROM a${v}", "a"),
        with("v", "\\1$1", "ARG v⏎FROM $v"),
        with("v", "b c", "ARG v⏎FROM $v", "b c"));
  }

  static List<Found> oddities() {
    return List.of(
        in(""), in("⏎⏎"), in("\\"), in("FROM"), in("FROM "), in("FROM \\"), in("FROM --platform=x"),
        in("FROM a AS"), in("FROM a AS b c"), in("FROM a # comment"), in("FROMA a"), in("<html>FROM a"), in("ARG"),
        in("ARG =⏎ARG  a==b⏎FROM x", "x"),
        in("\0FROM a"),
        in("FROM a⏎RUN <<EOF⏎FROM b⏎EOF⏎FROM c", "a", "c"),
        in("FROM a⏎COPY <<-\"one\" <<'two' /x/⏎FROM b⏎\tone⏎FROM c⏎two⏎FROM d", "a", "d"),
        in("FROM a⏎RUN <<EOF⏎FROM b", "a", "b"),
        in("FROM a⏎RUN echo $((1<<N))⏎FROM b", "a", "b"),
        in("FROM a⏎RUN cat <<< x⏎FROM b", "a", "b"));
  }

  @ParameterizedTest
  @MethodSource({"plain", "copies", "variables", "oddities"})
  void areThoseThatTheEngineHasToFetch(Found each) {
    assertEquals(Set.copyOf(each.images), BaseImages.of(each.dockerfile.replace('⏎', '\n'), each.set()));
  }

  @Test
  void hugeAndHostileDockerfilesEndSoon() {
    for (String each : List.of("FROM a\n".repeat(50_000), "ARG a=" + "$a".repeat(50_000) + "\nFROM $a",
        "FROM " + "--x ".repeat(50_000), "RUN x \\\n".repeat(50_000), "FROM " + "${".repeat(50_000),
        "ARG " + "a=b ".repeat(50_000), "FROM a" + " ".repeat(50_000) + "b", "RUN <<A\n".repeat(50_000))) {
      Set<String> found = assertTimeoutPreemptively(Duration.ofSeconds(60), () -> BaseImages.of(each, Map.of()));
      assertTrue(found.size() <= 1, found::toString);
    }
  }

  @Test
  void valuesThatGrowEndSoon() {
    StringBuilder doubling = new StringBuilder("ARG a0=x\n");
    for (int i = 1; i < 60; i++) {
      doubling.append("ARG a").append(i).append("=$a").append(i - 1).append("$a").append(i - 1).append('\n');
    }
    String dockerfile = doubling.append("FROM $a59").toString();
    assertEquals(Set.of(), assertTimeoutPreemptively(Duration.ofSeconds(60),
        () -> BaseImages.of(dockerfile, Map.of())));
  }
}
