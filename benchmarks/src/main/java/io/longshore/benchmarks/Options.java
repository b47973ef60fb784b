package io.longshore.benchmarks;

import java.net.URI;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What was asked for.
 *
 * @param quick whether it is enough to see that everything runs
 * @param only which workloads and parts
 * @param rounds how often each peer is measured
 * @param engine a real engine, which must listen on a unix socket, or null
 * @param registry host and port of a registry without a password that the engine reaches, or null
 * @param image what the container on the real engine is made of
 * @param out where the results are written
 */
record Options(boolean quick, Pattern only, int rounds, URI engine, String registry, String image, Path out) {

  static final String USAGE = "options: --quick --only=REGEX --rounds=N --engine=unix:///path --registry=HOST:PORT"
      + " --image=NAME --out=DIR";

  private static final int ROUNDS = 15;

  static Options parse(String text) {
    boolean quick = false;
    Pattern only = Pattern.compile(".*");
    int rounds = 0;
    URI engine = null;
    String registry = null;
    String image = "busybox:local";
    Path out = Path.of("target", "performance");
    for (String word : text.strip().split("\\s+")) {
      String value = word.substring(word.indexOf('=') + 1);
      switch (word.replaceFirst("=.*", "=")) {
        case "" -> {
        }
        case "--quick" -> quick = true;
        case "--only=" -> only = regex(value);
        case "--rounds=" -> rounds = number(value);
        case "--engine=" -> engine = socket(value);
        case "--registry=" -> registry = value;
        case "--image=" -> image = value;
        case "--out=" -> out = Path.of(value);
        default -> throw new IllegalArgumentException("no such option: " + word);
      }
    }
    return new Options(quick, only, rounds > 0 ? rounds : quick ? 1 : ROUNDS, engine, registry, image, out);
  }

  boolean wants(String name) {
    return only.matcher(name).matches();
  }

  boolean wants(Workload workload) {
    return wants(workload.name()) && (!workload.onRealEngine() || engine != null);
  }

  private static Pattern regex(String text) {
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException("--only is no regular expression: " + e.getMessage(), e);
    }
  }

  private static URI socket(String text) {
    if (!text.matches("unix:///\\S+")) {
      throw new IllegalArgumentException("--engine is no unix socket, as unix:///path: " + text);
    }
    return URI.create(text);
  }

  private static int number(String text) {
    if (!text.matches("[1-9][0-9]{0,3}")) {
      throw new IllegalArgumentException("--rounds is no number from 1 to 9999: " + text);
    }
    return Integer.parseInt(text);
  }
}
