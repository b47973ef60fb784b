package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.error.EngineException;
import io.longshore.progress.ConsoleProgress;
import io.longshore.progress.TransferItem;
import io.longshore.progress.TransferPhase;
import io.longshore.progress.TransferProgress;
import io.longshore.progress.TransferState;
import io.longshore.progress.TransferState.Outcome;
import io.longshore.registry.RegistryAuth;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What a pull says of itself, beside what the registry has. The image is new, so the engine has none of its layers. */
@ParameterizedClass(name = "{0}", allowZeroInvocations = true)
@MethodSource("io.longshore.contract.Engines#real")
class PullProgressTest extends EngineTest {
  private static final Settings SETTINGS = Settings.ofThisRun();
  private static final int CONTENT = 6 * 1024 * 1024;
  private static final Pattern SIZE = Pattern.compile("\"size\":\\s*(\\d+)");

  private final TransferProgress progress = new TransferProgress();
  private RegistryAuth auth;
  private String repository;
  private String reference;
  private String digest;
  private long size;

  @BeforeEach
  @Timeout(60)
  void pushAnImageAndRemoveIt() throws IOException {
    auth = RegistryAuth.password(SETTINGS.required(Settings.REGISTRY_USER),
        SETTINGS.required(Settings.REGISTRY_PASSWORD));
    repository = "team/" + newName();
    reference = SETTINGS.required(Settings.REGISTRY) + "/" + repository + ":1";
    byte[] content = new byte[CONTENT];
    new Random().nextBytes(content);
    docker.images().importTar(new Tar().file("noise", 0644, content).stream(), i -> i.reference(reference));
    String json = "{\"username\":\"" + SETTINGS.required(Settings.REGISTRY_USER) + "\",\"password\":\""
        + SETTINGS.required(Settings.REGISTRY_PASSWORD) + "\"}";
    docker.request("POST", "/images/" + SETTINGS.required(Settings.REGISTRY) + "/" + repository + "/push")
        .query("tag", "1")
        .header("X-Registry-Auth", Base64.getUrlEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8)))
        .text();
    removeImage();
    HttpURLConnection manifest = registry("GET", "1");
    digest = manifest.getHeaderField("Docker-Content-Digest");
    String text = new String(manifest.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Matcher sizes = SIZE.matcher(text.substring(text.indexOf("\"layers\"")));
    assertTrue(sizes.find(), text);
    size = Long.parseLong(sizes.group(1));
    assertTrue(size > CONTENT, text);
  }

  private HttpURLConnection registry(String method, String tag) throws IOException {
    HttpURLConnection call = (HttpURLConnection) URI
        .create("http://" + SETTINGS.required(Settings.REGISTRY) + "/v2/" + repository + "/manifests/" + tag).toURL()
        .openConnection();
    call.setRequestMethod(method);
    String user = SETTINGS.required(Settings.REGISTRY_USER) + ":" + SETTINGS.required(Settings.REGISTRY_PASSWORD);
    call.setRequestProperty("Authorization",
        "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)));
    call.setRequestProperty("Accept", "application/vnd.docker.distribution.manifest.v2+json");
    call.setRequestProperty("Connection", "close");
    assertEquals(2, call.getResponseCode() / 100);
    return call;
  }

  @AfterEach
  @Timeout(60)
  void leaveNothingInTheRegistry() throws IOException {
    removeImage();
    if (digest != null) {
      registry("DELETE", digest).getInputStream().close();
    }
  }

  private void removeImage() {
    if (!docker.images().list(options -> options.reference(reference)).isEmpty()) {
      docker.images().get(reference).remove(options -> options.force());
    }
  }

  @Test
  void aPullSaysHowManyBytesTheLayersHave() {
    List<TransferState> states = new ArrayList<>();
    Set<TransferPhase> phases = new HashSet<>();
    progress.onChange(states::add).onItem(item -> phases.add(item.phase()));
    docker.images().pull(p -> p.reference(reference).auth(auth).progress(progress));
    TransferState end = progress.state();
    assertEquals(Outcome.SUCCEEDED, end.outcome());
    assertEquals(1, end.items().size(), end::toString);
    assertEquals(1, end.itemsDone(), end::toString);
    assertEquals(size, end.bytes().done());
    assertEquals(size, end.bytes().total().orElseThrow());
    assertTrue(phases.containsAll(Set.of(TransferPhase.WAITING, TransferPhase.COMPLETE)), phases::toString);
    assertTrue(!phases.contains(TransferPhase.OTHER), phases::toString);
    assertEquals(end, states.get(states.size() - 1));
    states.forEach(state -> assertTrue(state.bytes().done() <= size, state::toString));
  }

  @Test
  void anImageThatIsThereIsNotTransferred() {
    docker.images().pull(p -> p.reference(reference).auth(auth));
    docker.images().pull(p -> p.reference(reference).auth(auth).progress(progress));
    assertEquals(Outcome.SUCCEEDED, progress.state().outcome());
    assertEquals(0, progress.state().bytes().done());
    assertEquals(List.of(), progress.state().items().stream().map(TransferItem::phase)
        .filter(phase -> phase != TransferPhase.EXISTS).toList());
  }

  @Test
  void aPullThatFailsIsAFailedTransfer() {
    fails(EngineException.class, () -> docker.images()
        .pull(p -> p.reference(reference.replace(":1", ":nothing")).auth(auth).progress(progress)));
    assertEquals(Outcome.FAILED, progress.state().outcome());
  }

  @Test
  void whatAListenerThrowsEndsThePull() {
    IllegalStateException mine = new IllegalStateException("enough");
    progress.onChange(state -> {
      throw mine;
    });
    assertSame(mine, fails(IllegalStateException.class,
        () -> docker.images().pull(p -> p.reference(reference).auth(auth).progress(progress))));
    assertEquals(Outcome.FAILED, progress.state().outcome());
  }

  @Test
  void theConsoleShowsTheLayerWhole() {
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(shown, true, StandardCharsets.UTF_8);
    try (ConsoleProgress console = ConsoleProgress.show(c -> c.out(out).terminal(true).width(80))) {
      docker.images().pull(p -> p.reference(reference).auth(auth).progress(console.progress()));
      String text = shown.toString(StandardCharsets.UTF_8);
      assertTrue(text.contains("Complete     6.3 MB"), text);
      assertTrue(text.contains("done in "), text);
    }
  }
}
