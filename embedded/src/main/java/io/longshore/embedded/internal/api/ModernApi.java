package io.longshore.embedded.internal.api;

import io.longshore.embedded.Program;
import io.longshore.embedded.internal.EngineError;
import io.longshore.embedded.internal.engine.Engine;
import io.longshore.embedded.internal.http.Handler;
import io.longshore.embedded.internal.http.HttpError;
import io.longshore.embedded.internal.http.HttpRequest;
import io.longshore.embedded.internal.http.HttpResponse;
import io.longshore.embedded.internal.http.Router;
import io.longshore.generated.runtime.ApiVersion;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Engine API by version prefix. */
public final class ModernApi implements Handler {
  /** The oldest version that is served. */
  public static final ApiVersion MINIMUM = new ApiVersion(1, 41);

  private static final Pattern VERSIONED = Pattern.compile("/v([0-9.]+)(/.*)");
  private static final ApiVersion FIRST_WITH_JSON_ERRORS = new ApiVersion(1, 24);

  private final ApiVersion newest;
  private final Router router = new Router();

  /**
   * Makes the routes.
   *
   * @param newest the newest version that is served
   * @param toolbox the programs that imported images have
   * @param threads runs what feeds processes; the caller ends it
   */
  public ModernApi(Engine engine, ApiVersion newest, Map<String, Program> toolbox, ExecutorService threads) {
    this.newest = newest;
    Sessions sessions = new Sessions(threads);
    new SystemRoutes(engine, MINIMUM, newest).addTo(router);
    new EventRoutes(engine).addTo(router);
    new StatsRoutes(engine).addTo(router);
    new ContainerRoutes(engine).addTo(router);
    new ArchiveRoutes(engine).addTo(router);
    new StreamRoutes(engine, sessions).addTo(router);
    new ExecRoutes(engine, sessions).addTo(router);
    new ImageRoutes(engine).addTo(router);
    new ImageMakingRoutes(engine, toolbox).addTo(router);
    new ImageTransferRoutes(engine, toolbox).addTo(router);
    new BuildRoutes(engine).addTo(router);
    new RegistryRoutes(engine).addTo(router);
    new VolumeRoutes(engine).addTo(router);
    new UsageRoutes(engine).addTo(router);
    new NetworkRoutes(engine).addTo(router);
    UnservedRoutes.addTo(router);
  }

  /** The method and template of every route. */
  public List<String> routes() {
    return router.templates();
  }

  @Override
  public void handle(HttpRequest request, HttpResponse response) throws IOException, InterruptedException {
    try {
      answer(request, response);
    } catch (EngineError e) {
      throw new HttpError(status(e.kind()), e.words());
    }
  }

  private void answer(HttpRequest request, HttpResponse response) throws IOException, InterruptedException {
    Matcher versioned = VERSIONED.matcher(request.path());
    boolean hasVersion = versioned.matches();
    Handler handler = router.find(request, hasVersion ? versioned.group(2) : request.path());
    if (handler == null && !request.method().equals("OPTIONS")) {
      throw EngineError.notFound("page not found");
    }
    response
        .header("Api-Version", newest.toString())
        .header("Ostype", "linux")
        .header("Server", "Docker/" + SystemRoutes.VERSION + " (linux)");
    if (hasVersion) {
      checkVersion(versioned.group(1));
    }
    request.apiVersion(hasVersion ? versioned.group(1) : newest.toString());
    response.header("Docker-Experimental", "false");
    if (handler == null) {
      response.empty(200);
    } else {
      handler.handle(request, response);
    }
  }

  /** The only place that knows the status of what the engine refuses. */
  private static int status(EngineError.Kind kind) {
    return switch (kind) {
      case INVALID -> 400;
      case UNAUTHORIZED -> 401;
      case FORBIDDEN -> 403;
      case NOT_FOUND -> 404;
      case CONFLICT -> 409;
      case FAILED -> 500;
      case UNSUPPORTED -> 501;
      case UNAVAILABLE -> 503;
    };
  }

  private void checkVersion(String text) {
    ApiVersion asked;
    try {
      asked = ApiVersion.parse(text);
    } catch (IllegalArgumentException e) {
      throw EngineError.notFound("page not found");
    }
    if (asked.isAfter(newest)) {
      throw EngineError.invalid("client version " + text + " is too new. Maximum supported API version is " + newest);
    }
    if (MINIMUM.isAfter(asked)) {
      String words = "client version " + text + " is too old. Minimum supported API version is " + MINIMUM
          + ", please upgrade your client to a newer version";
      throw FIRST_WITH_JSON_ERRORS.isAfter(asked) ? HttpError.plain(400, words) : EngineError.invalid(words);
    }
  }
}
