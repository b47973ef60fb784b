package io.longshore.internal.transport;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Connecting to an engine failed.
 *
 * <p>Not a {@link ConnectException}: OkHttp replaces the message of those with "Failed to connect to localhost".
 */
public final class ConnectFailure extends SocketException {

  private static final long serialVersionUID = 1L;

  private final FailureKind kind;

  ConnectFailure(FailureKind kind, String message, @Nullable IOException cause) {
    super(message);
    this.kind = kind;
    if (cause != null) {
      initCause(cause);
    }
  }

  public FailureKind kind() {
    return kind;
  }

  static ConnectFailure timedOut(EngineAddress address, int millis) {
    return new ConnectFailure(
        FailureKind.CONNECT_TIMEOUT,
        "No connection to " + address + " within " + millis + " ms; the engine may be stuck or overloaded",
        null);
  }

  /**
   * Asks the file system rather than the message why {@code path} refused: strerror texts differ by locale and
   * platform.
   */
  static ConnectFailure unix(Path path, IOException cause) {
    // This text is the JDK's own, and so is the limit: 106 bytes on Linux, one less than the kernel's.
    if (String.valueOf(cause.getMessage()).contains("path too long")) {
      return of(
          FailureKind.PATH_TOO_LONG,
          "The socket path is too long for a unix socket (" + path.toString().length()
              + " characters; Linux allows 106): " + path,
          cause);
    }
    try {
      BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
      if (found.isDirectory()) {
        return of(FailureKind.NOT_A_SOCKET, "A directory, not a socket, is at " + path, cause);
      } else if (found.isRegularFile()) {
        return of(FailureKind.NOT_A_SOCKET, "A file, not a socket, is at " + path, cause);
      } else if (!Files.isWritable(path)) {
        return denied(path, cause);
      } else if (cause instanceof ConnectException) {
        return of(
            FailureKind.REFUSED, "The socket " + path + " exists, but no engine listens on it; is the engine running?",
            cause);
      }
    } catch (NoSuchFileException e) {
      return of(FailureKind.NO_SOCKET, "There is no socket at " + path + "; is the engine installed and running?",
          cause);
    } catch (AccessDeniedException e) {
      return denied(path, cause);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
    return of(FailureKind.UNREACHABLE, "Cannot connect to the socket " + path + ": " + cause.getMessage(), cause);
  }

  static ConnectFailure tcp(EngineAddress address, IOException cause) {
    return cause instanceof ConnectException
        ? of(FailureKind.REFUSED, "Nothing accepts connections at " + address + " (" + cause.getMessage() + ")", cause)
        : of(FailureKind.UNREACHABLE, "Cannot connect to " + address + ": " + cause.getMessage(), cause);
  }

  private static ConnectFailure denied(Path path, IOException cause) {
    return of(
        FailureKind.PERMISSION_DENIED,
        "This user may not use the socket " + path + "; is the user a member of the group that owns it?",
        cause);
  }

  private static ConnectFailure of(FailureKind kind, String message, IOException cause) {
    return new ConnectFailure(kind, message, cause);
  }
}
