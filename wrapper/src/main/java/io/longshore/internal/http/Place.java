package io.longshore.internal.http;

import io.longshore.ConfigurationException;
import io.longshore.internal.config.Candidate;
import io.longshore.internal.config.SocketCheck;
import io.longshore.internal.config.TlsFiles;
import io.longshore.internal.transport.EngineAddress;
import io.longshore.internal.transport.TlsMaterial;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A place where an engine may be.
 *
 * @param candidate where it is and who says so
 * @param address the same in the transport's terms
 */
public record Place(Candidate candidate, EngineAddress address) {
  /**
   * Reads the TLS files; contacts nobody.
   *
   * @throws ConfigurationException naming the source, where nothing could ever be reached
   */
  public static Place of(Candidate candidate) {
    try {
      return new Place(candidate, EngineAddress.parse(candidate.host(), material(candidate.tls())));
    } catch (IOException | IllegalArgumentException e) {
      throw new ConfigurationException(candidate.source() + ": " + Failures.reason(e), e);
    }
  }

  private static @Nullable TlsMaterial material(@Nullable TlsFiles tls) throws IOException {
    return tls == null ? null : TlsMaterial.load(tls.ca(), tls.cert(), tls.key(), tls.verify());
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

  Optional<String> whyUnusable() {
    return SocketCheck.whyUnusable(candidate);
  }
}
