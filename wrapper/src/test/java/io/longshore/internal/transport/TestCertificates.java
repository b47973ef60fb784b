package io.longshore.internal.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** Certificates made anew for each run, and one fixed Ed25519 pair, which is public and protects nothing. */
final class TestCertificates {

  static final HeldCertificate ROOT = new HeldCertificate.Builder().certificateAuthority(1).commonName("root").build();
  static final HeldCertificate INTERMEDIATE = new HeldCertificate.Builder().certificateAuthority(0).signedBy(ROOT)
      .commonName("intermediate").build();
  static final HeldCertificate SERVER = new HeldCertificate.Builder()
      .signedBy(ROOT)
      .addSubjectAlternativeName("127.0.0.1")
      .addSubjectAlternativeName("localhost")
      .duration(1, TimeUnit.DAYS)
      .build();
  static final HeldCertificate CLIENT = new HeldCertificate.Builder().signedBy(ROOT).commonName("client").build();

  /** Valid until 2120; its key is for tests only. */
  static final String ED25519_CERTIFICATE = """
      -----BEGIN CERTIFICATE-----
      MIIBFjCByaADAgECAgEBMAUGAytlcDAaMRgwFgYDVQQDDA9wdWJsaWMgdGVzdCBr
      ZXkwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBoxGDAWBgNVBAMM
      D3B1YmxpYyB0ZXN0IGtleTAqMAUGAytlcAMhACsYI57/fj9vpQLKaawcr3qyGVE/
      CtBn/CDCl6bbtz0zozIwMDAPBgNVHRMBAf8EBTADAQH/MB0GA1UdDgQWBBShDJWE
      sBYguyDo7Cq/TpQefaLEPTAFBgMrZXADQQBhcTRRf0Xz76aD9Ec+zgqprVEAMh75
      aOwmqe+jg3WFdbgT8n13x7Yo6CcfALK4OqEPplwCvppmGopCO0lQ9PUA
      -----END CERTIFICATE-----
      """;
  static final String ED25519_KEY = """
      -----BEGIN PRIVATE KEY-----
      MC4CAQAwBQYDK2VwBCIEIJsJIhRp/Gt+dlPgNDXRfUxzXpwBVKqBaeg0f0+dspTj
      -----END PRIVATE KEY-----
      """;

  private TestCertificates() {}

  /** One for all tests, like the client's: making them costs more than most tests. */
  static SSLContext server() {
    return Made.SERVER;
  }

  static TlsMaterial client() {
    return Made.CLIENT;
  }

  private static SSLContext makeServer() {
    HandshakeCertificates.Builder builder = new HandshakeCertificates.Builder().heldCertificate(SERVER)
        .addTrustedCertificate(ROOT.certificate());
    for (X509Certificate certificate : ed25519Certificates()) {
      builder.addTrustedCertificate(certificate);
    }
    return builder.build().sslContext();
  }

  private static TlsMaterial makeClient() {
    try {
      Path folder = Files.createTempDirectory("longshore-tls");
      try {
        write(folder, ROOT.certificatePem(), CLIENT.certificatePem(), CLIENT.privateKeyPkcs8Pem());
        return load(folder, true);
      } finally {
        for (String name : new String[] {"ca.pem", "cert.pem", "key.pem"}) {
          Files.deleteIfExists(folder.resolve(name));
        }
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static TlsMaterial load(Path folder, boolean verify) throws IOException {
    return TlsMaterial.load(folder.resolve("ca.pem"), folder.resolve("cert.pem"), folder.resolve("key.pem"), verify);
  }

  static void write(Path folder, String ca, String cert, String key) throws IOException {
    Files.writeString(folder.resolve("ca.pem"), ca);
    Files.writeString(folder.resolve("cert.pem"), cert);
    Files.writeString(folder.resolve("key.pem"), key);
  }

  private static Iterable<X509Certificate> ed25519Certificates() {
    try {
      var factory = java.security.cert.CertificateFactory.getInstance("X.509");
      var bytes = new java.io.ByteArrayInputStream(ED25519_CERTIFICATE.getBytes());
      return java.util.List.of((X509Certificate) factory.generateCertificate(bytes));
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Made {
    static final SSLContext SERVER = makeServer();
    static final TlsMaterial CLIENT = makeClient();
  }
}
