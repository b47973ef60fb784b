package io.longshore.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.generated.engine.model.BuildProgress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassicTraceTest {
  private static final String ID = "0123456789ab".repeat(5) + "cdef";

  private static Told classic() {
    return new Told(BuilderKind.CLASSIC);
  }

  /** As Docker 20.10 sends it. */
  private static final List<String> DOCKER = List.of("Step 1/3 : FROM busybox", "\n", " ---> 0123456789ab\n",
      "Step 2/3 : RUN make", "\n", " ---> Running in 5ea5b0a7e5a1\n", "made it\n",
      "\u001b[91mwarning: old\n\u001b[0m", "Removing intermediate container 5ea5b0a7e5a1\n", " ---> abcdef012345\n",
      "Step 3/3 : LABEL a=b", "\n", " ---> Using cache\n", " ---> fedcba987654\n",
      "Successfully built fedcba987654\n", "Successfully tagged app:1\n");

  @Test
  void aBuildOfDockerIsItsStepsAndTheirOutput() {
    Told told = classic().says(DOCKER.toArray(String[]::new));
    assertEquals("1 COMPLETE FROM busybox; 2 COMPLETE RUN make; 3 RUNNING* LABEL a=b", told.steps());
    told.trace.succeeded();
    assertEquals("1 COMPLETE FROM busybox; 2 COMPLETE RUN make; 3 COMPLETE* LABEL a=b", told.steps());
    assertTrue(told.printed().contains("2:made it\n2!:warning: old\n") && !told.printed().contains("--->"),
        told::printed);
    assertNull(told.trace.failedStep("oops"));
  }

  @Test
  void aBuildOfPodmanIsTheSame() {
    Told told = classic().says("STEP 1/3: FROM busybox\n", "STEP 2/3: RUN make\n", "made it\n", "--> 0123456789ab\n",
        "STEP 3/3: LABEL a=b\n", "--> Using cache " + ID + "\n", "COMMIT app\n", "--> 0123456789ab\n",
        "Successfully tagged localhost/app:latest\n", ID + "\n");
    told.trace.succeeded();
    assertEquals("1 COMPLETE FROM busybox; 2 COMPLETE RUN make; 3 COMPLETE* LABEL a=b", told.steps());
    assertEquals("2:made it\n", told.printed().substring(0, told.printed().indexOf("3:")));
  }

  /** Error output is an object of its own in all engines, so only the rest is cut. */
  @Test
  void whereTheTextIsCutDoesNotMatter() {
    String text = String.join("", DOCKER).replaceAll("\u001b\\[91m.*\n\u001b\\[0m", "");
    Told whole = classic().says(text);
    whole.trace.succeeded();
    for (int cut = 0; cut <= text.length(); cut++) {
      Told told = classic().says(text.substring(0, cut), text.substring(cut));
      told.trace.succeeded();
      assertEquals(whole.steps(), told.steps(), "cut at " + cut);
      assertEquals(whole.printed(), told.printed(), "cut at " + cut);
    }
    Told told = classic().says(text.split(""));
    told.trace.succeeded();
    assertEquals(whole.steps(), told.steps());
    assertEquals(whole.printed(), told.printed());
  }

  @Test
  void whatIsCachedIsToldAtOnce() {
    Told told = classic().says("Step 1/1 : RUN make\n", " ---> Using cache\n");
    assertEquals("1 RUNNING RUN make; 1 RUNNING* RUN make", told.changes());
    assertEquals("", told.printed());
    assertNotNull(told.changes.get(1).started());
    assertNull(told.changes.get(1).completed());
  }

  @Test
  void outputThatLooksLikeTheBuildersIsTakenForItsOwnOnlyAsAWholeLine() {
    Told told = classic().says("Step 1/2 : RUN sh\n", "Steppe 2/2 : RUN x\n", "xStep 2/2 : RUN x\n", "Step two\n",
        " ---> Using cached\n", "no Using cache\n", "\u001b[91mStep 2/2 : RUN error\n\u001b[0m");
    assertEquals("1 RUNNING* RUN sh", told.steps());
    assertEquals("1:Steppe 2/2 : RUN x\nxStep 2/2 : RUN x\nStep two\nno Using cache\n1!:Step 2/2 : RUN error\n",
        told.printed());
  }

  @Test
  void aCacheThatNoStepUsesIsOutput() {
    assertEquals(": ---> Using cache\n", classic().says(" ---> Using cache\n").printed());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u001b[91moops\n\u001b[0m", "\u001b[91moops\n"})
  void errorOutputHasItsColorsTakenOff(String text) {
    assertEquals("1!:oops\n", classic().says("Step 1/1 : RUN x\n", text).printed());
  }

  @Test
  void errorOutputOfNothingIsNothing() {
    Told told = classic().says("Step 1/1 : RUN x\n", "\u001b[91m\u001b[0m", "\u001b[91m");
    assertEquals(List.of(), told.output);
  }

  @Test
  void aLineWithoutEndIsPrintedAtOnce() {
    Told told = classic().says("Step 1/1 : RUN x\n", "Progress: 5%", "\rProgress: 50%");
    assertEquals("1:Progress: 5%\rProgress: 50%", told.printed());
    assertEquals("Progress: 5%\rProgress: 50%", told.trace.output("1"));
  }

  @Test
  void warningsAreCollected() {
    Told told = classic().says("Step 1/1 : RUN x\n", "[Warning] One or more build-args [a] were not consumed\n",
        " ---> [War", "ning] again\n", "[Warning]\n");
    assertEquals(List.of("One or more build-args [a] were not consumed", "again"), told.trace.warnings());
  }

  @Test
  void whatAStepSaysOfThisKindIsItsOutput() {
    Told told = classic().says("Step 1/2 : RUN pip\n", "Successfully built PyYAML\n",
        "Successfully built 0123456789ab\n", "Successfully tagged it\n", "[Warning] old\n",
        "\u001b[91m[Warning] One or more build-args of mine\n\u001b[0m", "Step 2/2 : RUN x\n",
        "Successfully built PyYAML\n", "\u001b[91mRemoving ");
    told.trace.failed("oops");
    assertEquals("1:Successfully built PyYAML\nSuccessfully built 0123456789ab\nSuccessfully tagged it\n[Warning] old\n"
        + "1!:[Warning] One or more build-args of mine\n2:Successfully built PyYAML\n2!:Removing ", told.printed());
    assertEquals(List.of(), told.trace.warnings());
  }

  @Test
  void hugeLinesAreKeptOnlyAtTheirEnd() {
    Told told = classic().says("Step 1/1 : RUN x\n", "Step " + "x".repeat(20_000_000));
    String piece = "y".repeat(100_000);
    for (int i = 0; i < 300; i++) {
      told.output.clear();
      told.says(piece);
    }
    told.says("last");
    assertEquals(64 * 1024, told.trace.output("1").length());
    assertTrue(told.trace.output("1").endsWith("ylast"));
  }

  @Test
  void aStepThatCouldBeginAndNeverDoesIsPrintedInTheEnd() {
    Told told = classic().says("Step 1/1 : RUN x\n");
    for (int i = 0; i < 11_000; i++) {
      told.says(i == 0 ? "Step " : "x");
    }
    assertTrue(told.output.size() > 1, "a line without an end is held back for ever");
  }

  @Test
  void whatFailsIsTheStepThatRuns() {
    Told told = classic().says("Step 1/2 : FROM busybox\n", "Step 2/2 : RUN false\n", "it is so\n");
    told.trace.failed("");
    assertEquals("1 COMPLETE FROM busybox; 2 FAILED RUN false", told.steps());
    assertEquals("RUN false", told.trace.failedStep("oops").name());
    assertEquals("it is so\n", told.trace.output("2"));
    assertEquals("", told.trace.output("1"));
    assertEquals("", classic().trace.output("2"));
  }

  @Test
  void theLastWordsOfAStepAreNotLost() {
    Told told = classic().says("Step 1/1 : RUN false\n", "Step");
    told.trace.failed("");
    assertEquals("Step", told.trace.output("1"));
    assertEquals("1:Step", told.printed());
  }

  @Test
  void nothingFailsBeforeTheFirstStep() {
    Told told = classic().says("no step");
    told.trace.failed("");
    assertNull(told.trace.failedStep("oops"));
    assertEquals("", told.steps());
  }

  @Test
  void thousandsOfStepsAreLeftOut() {
    Told told = classic();
    for (int i = 1; i <= 12_000; i++) {
      told.says("Step " + i + "/12000 : RUN x\n");
      told.changes.clear();
    }
    assertEquals(5000, told.trace.steps().size());
  }

  @Test
  void theIdIsTheLastThatIsTold() {
    Told told = classic();
    told.trace.take(BuildProgress.builder().aux(Map.of("ID", "sha256:first")).build());
    told.trace.take(BuildProgress.builder().aux(Map.of("ID", "sha256:last")).build());
    for (Object nonsense : List.of("sha256:text", 5, List.of("ID"), Map.of("ID", 7), Map.of("id", "x"))) {
      told.trace.take(BuildProgress.builder().aux(nonsense).build());
    }
    told.says("Successfully built 0123456789ab\n", ID + "\n");
    assertEquals("sha256:last", told.trace.imageId());
  }

  @Test
  void wordsAreAnIdOnlyWhereTheEngineHasNoOther() {
    Told older = classic();
    older.trace.expectIdInWords(false);
    older.says("Step 1/1 : RUN echo\n", "Successfully built\n", ID + "\n", "Successfully built xyz\n");
    assertNull(older.trace.imageId());
    assertEquals("0123456789ab", imageId(older.says("Successfully built 0123456789ab\n")));
    Told quiet = classic();
    quiet.trace.expectIdInWords(true);
    quiet.says("Successfully built 0123456789ab\n", "0123456789ab\n");
    assertNull(quiet.trace.imageId());
    assertEquals(ID, imageId(quiet.says("sha256:" + ID + "\n")));
    assertEquals(ID, imageId(quiet.says(ID)));
  }

  private static String imageId(Told told) {
    return told.trace.imageId();
  }
}
