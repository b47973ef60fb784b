package io.longshore.internal.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * TLS for a tcp address.
 *
 * @param ca certificates to trust; null means the JVM's own
 * @param cert the client's certificate, null for none; set exactly when {@code key} is
 * @param key the client's key
 * @param verify false accepts any certificate, as the user asked
 */
public record TlsFiles(
    @Nullable Path ca, @Nullable Path cert, @Nullable Path key, boolean verify) {

  /**
   * Looks for {@code ca.pem}, {@code cert.pem} and {@code key.pem}. A certificate without its key
   * (or the reverse) is refused: going on without it ends in a puzzling handshake failure.
   */
  static TlsFiles in(Path directory, boolean verify, String source) {
    Path ca = PemFile.find(directory, "ca.pem", source);
    Path cert = PemFile.find(directory, "cert.pem", source);
    Path key = PemFile.find(directory, "key.pem", source);
    if ((cert == null) != (key == null)) {
      throw new ConfigException(
          "TLS files for "
              + source
              + " are incomplete: "
              + directory
              + (cert == null ? " has key.pem but no cert.pem" : " has cert.pem but no key.pem"));
    }
    return new TlsFiles(ca, cert, key, verify);
  }
}
