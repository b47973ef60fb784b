package io.longshore.internal.config;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * TLS for a tcp or https address.
 *
 * @param ca certificates to trust; null means the JVM's own
 * @param cert the client's certificate, null for none; set exactly when {@code key} is
 * @param key the client's key
 * @param verify false accepts any certificate, as the user asked
 */
public record TlsFiles(
    @Nullable Path ca, @Nullable Path cert, @Nullable Path key, boolean verify) {

  /** Trusts the JVM's authorities, and presents no certificate. */
  static final TlsFiles JVM = new TlsFiles(null, null, null, true);

  /**
   * Looks for {@code ca.pem}, {@code cert.pem} and {@code key.pem}. A certificate without its key
   * (or the reverse) is refused: continuing without it ends in a puzzling handshake failure.
   */
  static TlsFiles in(Path directory, boolean verify, String source) {
    Path ca = TlsFileFinder.find(directory, "ca.pem", source);
    Path cert = TlsFileFinder.find(directory, "cert.pem", source);
    Path key = TlsFileFinder.find(directory, "key.pem", source);
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

  /**
   * Those of a directory that the program named. Half a pair is found when it is read.
   *
   * @param jvm whether the JVM's authorities may replace {@code ca.pem}
   */
  static TlsFiles given(Path directory, boolean jvm) {
    Path ca = directory.resolve("ca.pem");
    Path cert = directory.resolve("cert.pem");
    Path key = directory.resolve("key.pem");
    boolean client = Files.exists(cert) || Files.exists(key);
    boolean none = jvm && client && Files.notExists(ca);
    return new TlsFiles(none ? null : ca, client ? cert : null, client ? key : null, true);
  }
}
