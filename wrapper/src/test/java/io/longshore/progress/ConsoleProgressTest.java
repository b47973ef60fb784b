package io.longshore.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.generated.engine.model.ImageProgress;
import io.longshore.internal.progress.ProgressAccess;
import io.longshore.internal.progress.TransferFeed;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ConsoleProgressTest {
  private final Screen screen = new Screen(24);
  private final ByteArrayOutputStream plain = new ByteArrayOutputStream();

  private static ConsoleOptions options(Consumer<ConsoleOptions> set) {
    ConsoleOptions options = new ConsoleOptions().width(80).height(24);
    set.accept(options);
    return options;
  }

  private TerminalView terminal(Consumer<ConsoleOptions> set) {
    return new TerminalView(options(set.andThen(o -> o.out(screen.out()))));
  }

  private PlainView plain() {
    return new PlainView(options(o -> o.out(new PrintStream(plain, true, StandardCharsets.UTF_8)).title("app")));
  }

  private List<String> printed() {
    String text = plain.toString(StandardCharsets.UTF_8);
    assertTrue(text.chars().noneMatch(c -> c == 0x1b), "an escape code: " + text);
    return text.lines().toList();
  }

  @Test
  void linesAreDrawnInPlace() {
    Fed fed = Fed.begun();
    TerminalView view = terminal(o -> o.title("app"));
    view.show(fed.state(), List.of());
    assertEquals(List.of("app: starting"), screen.lines());
    fed.layer("84c2f8569938", "Pulling fs layer").layer("a9b738c4727d", "Waiting").passes(1_000);
    fed.layer("84c2f8569938", "Downloading", 1_000_000, 3_000_000);
    view.show(fed.state(), List.of());
    assertEquals(List.of(
        "84c2f8569938  Downloading  [========>                   ]  1.0 MB of 3.0 MB",
        "a9b738c4727d  Waiting",
        "app: 0 of 2 layers, 1.0 MB of more than 3.0 MB, 1.0 MB/s"), screen.lines());
    fed.layer("84c2f8569938", "Retrying in 5 seconds").layer("a9b738c4727d", "Already exists").passes(1_000);
    view.show(fed.state(), List.of());
    assertEquals(List.of(
        "84c2f8569938  Retrying     [========>                   ]  1.0 MB of 3.0 MB",
        "a9b738c4727d  Exists",
        "app: 1 of 2 layers, 1.0 MB of 3.0 MB, 500.0 kB/s, 4 s left"), screen.lines());
    fed.layer("84c2f8569938", "Extracting", 3_000_000, 3_000_000).passes(14_000);
    view.show(fed.state(), List.of());
    assertEquals(List.of(
        "84c2f8569938  Extracting   [============================]  3.0 MB",
        "a9b738c4727d  Exists",
        "app: 1 of 2 layers, 3.0 MB, nothing for 14 s"), screen.lines());
    fed.feed.end(TransferFeed.End.SUCCEEDED);
    view.end(fed.state(), List.of());
    assertEquals(List.of(
        "84c2f8569938  Complete     3.0 MB",
        "a9b738c4727d  Exists",
        "app: done in 16 s, 2 layers, 3.0 MB, 187.5 kB/s"), screen.lines());
  }

  @Test
  void nothingIsWrittenIfNothingHasChanged() {
    Fed fed = Fed.begun().layer("a", "Waiting");
    TerminalView view = terminal(o -> {});
    view.show(fed.state(), List.of());
    screen.lines();
    view.show(fed.passes(1_000).state(), List.of());
    assertEquals(0, screen.pending());
  }

  @Test
  void aFailureIsSaid() {
    Fed fed = Fed.begun().layer("a", "Downloading", 1, 2).passes(2_500);
    fed.feed.end(TransferFeed.End.FAILED);
    assertEquals("app: failed after 2.5 s, 0 of 1 layer, 1 B of 2 B",
        new Totals("app").of(fed.state()));
  }

  @ParameterizedTest
  @CsvSource({"pull-docker-20.10, 80, 24", "pull-docker-28.5-containerd, 80, 24", "push-docker-28.5, 40, 24",
      "pull-podman-4.3, 20, 24", "pull-docker-28.5-cut, 80, 5", "load-docker-28.5, 200, 3"})
  void noFrameIsLargerThanTheTerminal(String recording, int width, int height) {
    Screen small = new Screen(height);
    TerminalView view = new TerminalView(new ConsoleOptions().out(small.out()).width(width).height(height));
    Fed fed = Fed.begun();
    for (ImageProgress step : Recordings.of(recording)) {
      view.show(fed.steps(List.of(step)).passes(100).state(), List.of());
      List<String> lines = small.lines();
      assertTrue(lines.size() < height, lines::toString);
      lines.forEach(line -> assertTrue(line.length() < width, line));
    }
  }

  @Test
  void layersAtWorkAreShownFirstIfThereIsNoRoomForAll() {
    Fed fed = Fed.begun().layer("a", "Pull complete").layer("b", "Waiting").layer("c", "Waiting")
        .layer("d", "Downloading").layer("e", "Already exists").layer("f", "Extracting");
    TerminalView view = terminal(o -> o.height(6));
    view.show(fed.state(), List.of());
    assertEquals(List.of("b  Waiting", "d  Downloading", "f  Extracting", "and 3 more", "2 of 6 layers"),
        screen.lines());
  }

  private static TransferFeed begun(TransferProgress progress) {
    TransferFeed feed = ProgressAccess.feed(progress);
    feed.begin();
    return feed;
  }

  @Test
  void severalHaveALineEach() {
    try (ConsoleProgress console = ConsoleProgress.show(o -> o.out(screen.out()).terminal(true).width(80).height(5))) {
      TransferFeed one = begun(console.add("one"));
      TransferProgress two = console.add("two\u001b[2J");
      console.draw();
      assertEquals(List.of("one: starting", "two?[2J: starting"), screen.lines());
      one.end(TransferFeed.End.SUCCEEDED);
      for (String title : List.of("three", "four", "five")) {
        begun(console.add(title));
      }
      console.draw();
      assertEquals(List.of("three: starting", "four: starting", "five: starting", "and 2 more"), screen.lines());
      ProgressAccess.feed(two).begin();
    }
    assertTrue(screen.lines().contains("and 2 more"));
  }

  @Test
  void severalAreToldOnceEachWhereThereIsNoTerminal() {
    PrintStream out = new PrintStream(plain, true, StandardCharsets.UTF_8);
    try (ConsoleProgress console = ConsoleProgress.show(o -> o.out(out).terminal(false))) {
      TransferFeed one = begun(console.add("one"));
      begun(console.add("two")).end(TransferFeed.End.FAILED);
      console.add("three");
      one.end(TransferFeed.End.SUCCEEDED);
      console.draw();
      console.draw();
    }
    List<String> lines = printed().stream().map(line -> line.replaceAll(" (in|after) .*", "")).sorted().toList();
    assertEquals(List.of("one: done", "two: failed"), lines);
  }

  @Test
  void nothingHarmfulReachesTheTerminal() {
    Fed fed = Fed.begun()
        .steps("{\"id\":\"\\u001b[2J\\u0007evil\\u009b1m\",\"status\":\"a\\nb\\rc\\u202ed\\ud800\"}");
    TerminalView view = terminal(o -> o.title("\u001b]0;owned\u0007"));
    view.show(fed.state(), List.of());
    assertEquals(List.of("?[2J?evil?1m  a?b?cd?", "?]0;owned?: 0 of 1 layer"), screen.lines());
    plain().end(fed.state(), List.of());
    assertEquals(List.of("app: 0 of 1 layer"), printed());
  }

  @Test
  void namesInAnyScriptAreCutToWholeCharacters() {
    assertEquals("ab", DisplayText.cut("ab", 2));
    assertEquals("a..", DisplayText.cut("abcd", 3));
    assertEquals(6, DisplayText.width("日本語"));
    assertEquals("日..", DisplayText.cut("日本語", 5));
    assertEquals("日.. ", DisplayText.fit("日本語", 5));
    assertEquals("e\u0301a..", DisplayText.cut("e\u0301a\u0300bcd", 4).replace("a\u0300", "a"));
    assertEquals(4, DisplayText.width("e\u0301a\u0300bc"));
    assertEquals("🐳..", DisplayText.cut("🐳🐳🐳", 5));
    assertEquals(2, DisplayText.width("\u200f\u202e🐳\u200d"));
    assertEquals(".", DisplayText.cut("日本", 1));
    assertEquals("", DisplayText.cut("ab", 0));
  }

  @Test
  void amountsAreThoseOfTheDockerCommand() {
    assertEquals("999 B", Amounts.of(999));
    assertEquals("1.0 kB", Amounts.of(1_000));
    assertEquals("999.9 kB", Amounts.of(999_949));
    assertEquals("1.0 MB", Amounts.of(999_950));
    assertEquals("9.2 EB", Amounts.of(Long.MAX_VALUE));
    assertEquals("", Amounts.of(ByteCount.UNKNOWN));
    assertEquals("59 s", Amounts.of(Duration.ofMillis(59_999)));
    assertEquals("1 min 0 s", Amounts.of(Duration.ofSeconds(60)));
    assertEquals("2 h 5 min", Amounts.of(Duration.ofMinutes(125)));
  }

  @Test
  void withoutATerminalThereIsALineEveryFewSeconds() {
    Fed fed = Fed.begun();
    PlainView view = plain();
    fed.feed.total(20_000_000);
    for (int i = 0; i < 120; i++) {
      fed.passes(100).feed.bytes(100_000);
      view.show(fed.state(), List.of());
    }
    fed.feed.end(TransferFeed.End.SUCCEEDED);
    view.end(fed.state(), List.of());
    assertEquals(List.of(
        "app: 5.0 MB of 20.0 MB, 1.0 MB/s, 15 s left",
        "app: 10.0 MB of 20.0 MB, 1.0 MB/s, 10 s left",
        "app: done in 12 s, 12.0 MB, 1.0 MB/s"), printed());
  }

  @Test
  void theLastStateIsShownBeforeTheOperationReturns() {
    TransferProgress progress = new TransferProgress();
    TransferFeed feed = ProgressAccess.feed(progress);
    PrintStream out = new PrintStream(plain, true, StandardCharsets.UTF_8);
    ConsoleProgress console = ConsoleProgress.show(progress, o -> o.out(out).title("app"));
    feed.run(() -> feed.bytes(7));
    assertTrue(printed().get(0).matches("app: done in 0\\.\\d s, 7 B, .*/s"), printed()::toString);
    assertEquals(1, printed().size());
    console.close();
    console.close();
    assertEquals(1, printed().size(), "closing adds nothing");
  }

  @Test
  void theTimerDrawsWhileNothingArrives() throws Exception {
    CountDownLatch drawn = new CountDownLatch(1);
    OutputStream watched = new OutputStream() {
      @Override
      public void write(int one) {
        drawn.countDown();
      }
    };
    PrintStream out = new PrintStream(watched, true);
    try (ConsoleProgress console = ConsoleProgress.show(o -> o.out(out).terminal(true))) {
      ProgressAccess.feed(console.progress()).begin();
      assertTrue(drawn.await(30, TimeUnit.SECONDS));
    }
    assertTrue(Thread.getAllStackTraces().keySet().stream().noneMatch(t -> t.getName().equals("longshore-progress")));
  }

  @Test
  void anOperationThatNeverBeganIsNotShown() {
    PrintStream out = new PrintStream(plain, true, StandardCharsets.UTF_8);
    ConsoleProgress.show(new TransferProgress(), o -> o.out(out)).close();
    assertEquals(List.of(), printed());
  }

  @Test
  void closingEarlyShowsTheStateAndAnInterruptIsKept() {
    Fed fed = Fed.begun().layer("a", "Downloading", 1, 2);
    PrintStream out = new PrintStream(plain, true, StandardCharsets.UTF_8);
    ConsoleProgress console = ConsoleProgress.show(fed.progress, o -> o.out(out));
    Thread.currentThread().interrupt();
    console.close();
    assertTrue(Thread.interrupted(), "the interrupt is lost");
    assertEquals("0 of 1 layer, 1 B of 2 B", printed().get(0).replaceAll(", [^,]*/s.*", ""));
    fed.feed.end(TransferFeed.End.SUCCEEDED);
    assertEquals(1, printed().size());
  }

  @Test
  void anEndedOperationIsShownAtOnce() {
    Fed fed = Fed.begun();
    fed.feed.end(TransferFeed.End.FAILED);
    PrintStream out = new PrintStream(plain, true, StandardCharsets.UTF_8);
    ConsoleProgress.show(fed.progress, o -> o.out(out)).close();
    assertEquals(List.of("failed after 0.0 s"), printed());
  }

  @ParameterizedTest
  @ValueSource(ints = {19, 1001, 0, -1})
  void sizesThatMakeNoSenseAreRefused(int columns) {
    IllegalArgumentException refused = assertThrows(IllegalArgumentException.class,
        () -> new ConsoleOptions().width(columns));
    assertEquals("width is " + columns + "; it goes from 20 to 1000", refused.getMessage());
    assertThrows(IllegalArgumentException.class, () -> new ConsoleOptions().height(2));
    assertThrows(IllegalArgumentException.class, () -> new ConsoleOptions().title("a\nb"));
    assertThrows(NullPointerException.class, () -> new ConsoleOptions().out(null));
  }

  @Test
  void theEnvironmentSaysWhatTheTerminalIs() {
    assertEquals(132, TerminalSetting.size(" 132 ", 80, 20, 1000));
    assertEquals(80, TerminalSetting.size("wide", 80, 20, 1000));
    assertEquals(80, TerminalSetting.size(null, 80, 20, 1000));
    assertEquals(20, TerminalSetting.size("-4", 80, 20, 1000));
    assertEquals(1000, TerminalSetting.size("100000", 80, 20, 1000));
    assertFalse(TerminalSetting.isTerminal(Map.of("TERM", "xterm"), null));
    assertFalse(TerminalSetting.isTerminal(Map.of("TERM", "dumb"), System.console()));
    assertFalse(TerminalSetting.isTerminal(Map.of(), System.console()));
  }
}
