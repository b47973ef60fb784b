package io.longshore.internal.http;

import io.longshore.error.ConfigurationException;
import io.longshore.internal.config.Candidate;
import io.longshore.internal.config.SocketCheck;
import io.longshore.internal.config.TlsFiles;
import io.longshore.internal.transport.EngineAddress;
import io.longshore.internal.transport.TlsMaterial;
import io.longshore.internal.transport.Transport;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/**
 * An address where an engine may be.
 *
 * @param candidate the address and its source
 * @param address the same in the transport's terms
 * @param headers what goes with every request to it; the values are secrets
 */
public record Place(Candidate candidate, EngineAddress address, Headers headers) {
  /** The same without headers. */
  public static Place of(Candidate candidate) {
    return of(candidate, null, Map.of());
  }

  /**
   * Reads the TLS files; does not connect.
   *
   * @param context TLS by this instead of the candidate's files; null for those
   * @throws ConfigurationException naming the source, if the address can never be reached
   */
  public static Place of(Candidate candidate, @Nullable SSLContext context, Map<String, String> headers) {
    try {
      TlsMaterial tls = context == null ? material(candidate.tls()) : TlsMaterial.of(context);
      Headers.Builder all = new Headers.Builder();
      headers.forEach(all::addUnsafeNonAscii);
      return new Place(candidate, EngineAddress.parse(candidate.host(), tls), all.build());
    } catch (IOException | IllegalArgumentException e) {
      throw new ConfigurationException(candidate.source() + ": " + Failures.reason(e), e);
    }
  }

  private static @Nullable TlsMaterial material(@Nullable TlsFiles tls) throws IOException {
    return tls == null ? null : TlsMaterial.load(tls.ca(), tls.cert(), tls.key(), tls.verify());
  }

  /** Without the headers. */
  @Override
  public String toString() {
    return "Place[" + candidate + "]";
  }

  String source() {
    return candidate.source();
  }

  String host() {
    return candidate.host();
  }

  boolean explicit() {
    return candidate.explicit();
  }

  /** Whether the program named it, so that the environment is ignored. */
  boolean byProgram() {
    return candidate.byProgram();
  }

  Transport open() {
    return Transport.open(address, headers);
  }

  /** Whether an engine may be there that the program has no permission for. */
  boolean isDenied() {
    return SocketCheck.isDenied(candidate);
  }

  boolean isPodman() {
    return candidate.isPodman();
  }

  Optional<String> whyUnusable() {
    return SocketCheck.whyUnusable(candidate);
  }
}
