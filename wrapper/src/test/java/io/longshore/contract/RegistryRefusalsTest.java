package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.contract.ScriptedRegistry.Answer;
import io.longshore.error.EngineException;
import io.longshore.error.NotFoundException;
import io.longshore.error.ServerErrorException;
import io.longshore.error.StreamFailedException;
import io.longshore.error.TooManyRequestsException;
import io.longshore.error.UnauthorizedException;
import io.longshore.generated.engine.model.ImageProgress;
import io.longshore.registry.RegistryAuth;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What registries refuse, and servers that are none. Engines say it in words and with statuses of their own. */
@ParameterizedClass(name = "{0}", allowZeroInvocations = true)
@MethodSource("io.longshore.contract.Engines#pulling")
class RegistryRefusalsTest extends EngineTest {
  private ScriptedRegistry registry;
  private String reference;

  /** An answer to every request about an image, and what it is for the program. */
  enum Refusal {
    UNAUTHORIZED_WITHOUT_A_CHALLENGE(error(401, "UNAUTHORIZED", "authentication required"), Kind.REFUSED),
    UNAUTHORIZED_WITHOUT_A_WORD(Answer.of(401, ""), Kind.REFUSED),
    DENIED(error(403, "DENIED", "requested access to the resource is denied"), Kind.REFUSED),
    FORBIDDEN_BY_A_PAGE(page(403), Kind.REFUSED),
    UNKNOWN_MANIFEST(error(404, "MANIFEST_UNKNOWN", "manifest unknown"), Kind.MISSING),
    UNKNOWN_NAME(error(404, "NAME_UNKNOWN", "repository name not known to registry"), Kind.MISSING),
    NOT_FOUND_BY_A_PAGE(page(404), Kind.OTHER_SERVER),
    LIMITED(limited(error(429, "TOOMANYREQUESTS", "You have reached your pull rate limit.")), Kind.LIMITED),
    LIMITED_IN_PLAIN_WORDS(limited(Answer.of(429, "slow down")), Kind.LIMITED),
    BROKEN(error(500, "UNKNOWN", "unknown error"), Kind.BROKEN),
    UNAVAILABLE(page(503), Kind.BROKEN),
    A_PAGE_FOR_A_MANIFEST(page(200), Kind.OTHER_SERVER);

    final Answer answer;
    final Kind kind;

    Refusal(Answer answer, Kind kind) {
      this.answer = answer;
      this.kind = kind;
    }

    private static Answer error(int status, String code, String message) {
      return new Answer(status, Map.of("Content-Type", "application/json"),
          "{\"errors\":[{\"code\":\"" + code + "\",\"message\":\"" + message + "\"}]}");
    }

    private static Answer page(int status) {
      return new Answer(status, Map.of("Content-Type", "text/html"),
          "<html><head><title>Sign in</title></head><body>Guest network</body></html>");
    }

    /** Podman waits for as long as it is told, five times. */
    private static Answer limited(Answer answer) {
      Map<String, String> headers = new HashMap<>(answer.headers());
      headers.put("Retry-After", "1");
      return new Answer(answer.status(), headers, answer.body());
    }
  }

  private enum Kind {
    REFUSED(" requires credentials; give them", UnauthorizedException.class),
    MISSING("", NotFoundException.class),
    LIMITED(" limits how often it is asked; try again later", TooManyRequestsException.class),
    OTHER_SERVER(
        " did not answer as a registry does; check its name and port", ServerErrorException.class,
        StreamFailedException.class),
    BROKEN("", ServerErrorException.class, StreamFailedException.class);

    final String advice;
    final Class<?>[] types;

    Kind(String advice, Class<?>... types) {
      this.advice = advice;
      this.types = types;
    }
  }

  private static final class Enough extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  @BeforeEach
  @Timeout(60)
  void open() {
    registry = ScriptedRegistry.of(engine);
    reference = registry.address() + "/longshore-" + RUN + "/" + newName() + ":one";
  }

  @AfterEach
  @Timeout(60)
  void close() {
    registry.close();
    ImageTest.removeIfThere(docker, reference);
  }

  private void answerAll(Answer answer) {
    // Every registry and many another server has this address, at which engines look first.
    registry.answers(request -> request.line().equals("GET /v2/") ? Answer.of(200, "{}") : answer);
  }

  private void assertSays(Refusal refusal, EngineException refused) {
    assertTrue(Arrays.asList(refusal.kind.types).contains(refused.getClass()), refused::toString);
    String advice = refusal.kind.advice;
    assertTrue(advice.isEmpty() || refused.getMessage().contains(registry.address() + advice), refused::getMessage);
    assertTrue(refused.getMessage().contains(reference), refused::getMessage);
  }

  @ParameterizedTest
  @EnumSource
  void aPullSaysWhatItsRegistryRefuses(Refusal refusal) {
    answerAll(refusal.answer);
    EngineException refused = fails(EngineException.class, () -> docker.images().pull(reference));
    if (saysLess(refusal, refused)) {
      return;
    }
    assertSays(refusal, refused);
  }

  /** Some engines look only at the status of what has a page: it is missing then, or may not be seen. */
  private static boolean saysLess(Refusal refusal, EngineException refused) {
    return (refusal == Refusal.NOT_FOUND_BY_A_PAGE || refusal == Refusal.FORBIDDEN_BY_A_PAGE)
        && refused instanceof NotFoundException;
  }

  /** Docker tries five times before it says so, for almost a minute; its caller need not wait. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "A_PAGE_FOR_A_MANIFEST")
  void aPushSaysWhatItsRegistryRefusesOrCanBeEnded(Refusal refusal) {
    answerAll(refusal.answer);
    docker.images().importTar(ImageTest.archive(reference), o -> o.reference(reference));
    RuntimeException refused = fails(RuntimeException.class,
        () -> docker.images().get(reference).push(o -> o.steps(RegistryRefusalsTest::untilItTriesAgain)));
    if (!(refused instanceof Enough)) {
      assertTrue(refused instanceof EngineException, refused::toString);
      assertSays(refusal, (EngineException) refused);
    }
  }

  private static void untilItTriesAgain(ImageProgress step) {
    if (step.status() != null && step.status().startsWith("Retrying in ")) {
      throw new Enough();
    }
  }

  @ParameterizedTest
  @EnumSource
  void anImageThatIsNotPulledIsRefusedTheSameWay(Refusal refusal) {
    answerAll(refusal.answer);
    EngineException refused = fails(EngineException.class, () -> docker.registries().inspect(reference));
    assertSays(refusal, refused);
  }

  /** A registry with a token service: the engine exchanges the identity token for one of an hour or so. */
  @Test
  void anIdentityTokenIsExchanged() {
    registry.answers(request -> {
      if (request.line().equals("POST /token")) {
        return request.body().contains("refresh_token=good")
            ? Answer.of(200, "{\"access_token\":\"for-an-hour\",\"token\":\"for-an-hour\"}")
            : Refusal.UNAUTHORIZED_WITHOUT_A_CHALLENGE.answer;
      }
      boolean known = request.head().contains("Bearer for-an-hour");
      return known
          ? Refusal.UNKNOWN_MANIFEST.answer
          : new Answer(401, Map.of("WWW-Authenticate",
              "Bearer realm=\"http://" + registry.address() + "/token\",service=\"longshore\""), "");
    });
    fails(NotFoundException.class,
        () -> docker.images().pull(o -> o.reference(reference).auth(RegistryAuth.identityToken("good"))));
    UnauthorizedException refused = fails(UnauthorizedException.class,
        () -> docker.images().pull(o -> o.reference(reference).auth(RegistryAuth.identityToken(SECRET))));
    assertTrue(refused.getMessage().contains(registry.address() + " rejected the credentials"), refused::getMessage);
    assertTrue(registry.asked().stream().anyMatch(request -> request.body().contains("refresh_token=" + SECRET)),
        "the token service was not asked with the second token");
  }
}
