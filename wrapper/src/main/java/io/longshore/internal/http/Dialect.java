package io.longshore.internal.http;

import io.longshore.error.BadRequestException;
import io.longshore.error.ConflictException;
import io.longshore.error.EngineException;
import io.longshore.error.EngineException.Answer;
import io.longshore.error.ForbiddenException;
import io.longshore.error.NotFoundException;
import io.longshore.error.ServerErrorException;
import io.longshore.error.TooManyRequestsException;
import io.longshore.error.UnauthorizedException;
import io.longshore.generated.runtime.ApiVersion;

/** The two APIs that Longshore speaks, where they differ on the wire. */
public enum Dialect {
  /** The Engine API of today. */
  ENGINE,
  /** Networks, endpoints and services of Docker 1.8's experimental build. */
  EXPERIMENTAL;

  /** The oldest Engine API that the spec covers: what Docker 25 to 28 still serve. */
  public static final ApiVersion OLDEST = new ApiVersion(1, 24);

  /** The newest Engine API that the spec covers. */
  public static final ApiVersion NEWEST = new ApiVersion(1, 55);

  /** The one version that has the experimental networking API. */
  public static final ApiVersion EXPERIMENTAL_VERSION = new ApiVersion(1, 20);

  public EngineException failure(Answer answer) {
    return switch (answer.status()) {
      case 400 -> new BadRequestException(answer);
      case 401 -> new UnauthorizedException(answer);
      // Docker 1.8 said 'forbidden' where engines say 'conflict' today.
      case 403 -> this == EXPERIMENTAL ? new ConflictException(answer) : new ForbiddenException(answer);
      case 404 -> new NotFoundException(answer);
      case 409 -> new ConflictException(answer);
      case 429 -> new TooManyRequestsException(answer);
      default -> answer.status() >= 500 ? new ServerErrorException(answer) : new EngineException(answer);
    };
  }
}
