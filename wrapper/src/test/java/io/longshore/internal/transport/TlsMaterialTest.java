package io.longshore.internal.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.Headers;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PEM files in every form that engines are set up with, each in a real handshake. */
class TlsMaterialTest extends TransportTestBase {

  private Path certs;

  @BeforeEach
  void makeFolder() throws IOException {
    certs = Files.createDirectory(folder.resolve("certs"));
  }

  @ParameterizedTest
  @CsvSource({
      "RSA_PKCS1, TLSv1.3", "RSA_PKCS1, TLSv1.2", "RSA_PKCS8, TLSv1.3", "RSA_PKCS8, TLSv1.2", "EC_SEC1, TLSv1.3",
      "EC_SEC1, TLSv1.2",
      "EC_SEC1_PARAMETERS, TLSv1.3", "EC_PKCS8, TLSv1.3", "EC_PKCS8, TLSv1.2", "ED25519, TLSv1.3", "ED25519, TLSv1.2",
      "CHAIN, TLSv1.3", "CHAIN, TLSv1.2"
  })
  void everyKeyFormShakesHands(String form, String protocol) throws Exception {
    TlsMaterial material = load(form);
    try (RawServer server = RawServer.tls(TestCertificates.server(), material, TlsMaterialTest::answer, protocol)) {
      Transport transport = open(server);
      assertEquals("200 secure", text(transport, get(transport, "/")));
    }
  }

  private TlsMaterial load(String form) throws IOException {
    HeldCertificate rsa = client(true, TestCertificates.ROOT);
    HeldCertificate ec = client(false, TestCertificates.ROOT);
    switch (form) {
      case "RSA_PKCS1" -> write(rsa.certificatePem(), rsa.privateKeyPkcs1Pem());
      case "RSA_PKCS8" -> write(rsa.certificatePem(), rsa.privateKeyPkcs8Pem());
      case "EC_SEC1" -> write("comment\n" + ec.certificatePem(), sec1(ec));
      case "EC_SEC1_PARAMETERS" ->
        write(ec.certificatePem(),
            "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n" + sec1(ec));
      case "EC_PKCS8" -> write(ec.certificatePem(), ec.privateKeyPkcs8Pem().replace("\n", "\r\n"));
      case "ED25519" -> write(TestCertificates.ED25519_CERTIFICATE, TestCertificates.ED25519_KEY);
      case "CHAIN" -> {
        HeldCertificate leaf = client(false, TestCertificates.INTERMEDIATE);
        write(leaf.certificatePem() + TestCertificates.INTERMEDIATE.certificatePem(), leaf.privateKeyPkcs8Pem());
      }
      default -> throw new IllegalArgumentException(form);
    }
    return TestCertificates.load(certs, true);
  }

  @Test
  void prefersTls13() throws Exception {
    try (RawServer server = RawServer.tls(TestCertificates.server(), load("EC_PKCS8"), TlsMaterialTest::answer)) {
      Transport transport = open(server);
      try (var response = transport.newCall(get(transport, "/"), CallTimeouts.NONE).execute()) {
        assertEquals("TLSv1.3", response.handshake().tlsVersion().javaName());
      }
    }
  }

  @Test
  void unknownServerIsRefusedUnlessTheCallerAskedNotToVerify() throws Exception {
    HeldCertificate stranger = new HeldCertificate.Builder().certificateAuthority(0).build();
    HeldCertificate client = client(false, TestCertificates.ROOT);
    TestCertificates.write(certs, stranger.certificatePem(), client.certificatePem(), client.privateKeyPkcs8Pem());
    TlsMaterial verifying = TestCertificates.load(certs, true);
    try (RawServer server = RawServer.tls(TestCertificates.server(), verifying, TlsMaterialTest::answer)) {
      Transport transport = open(server);
      for (var request : List.of(get(transport, "/"), post(transport, "/", ""))) {
        IOException failure = assertThrows(IOException.class, () -> text(transport, request));
        assertEquals(FailureKind.TLS, FailureKind.of(failure), failure.toString());
        assertFalse(FailureKind.mayHaveActed(failure));
      }
      Files.delete(certs.resolve("ca.pem"));
      EngineAddress.Tls address = (EngineAddress.Tls) server.address();
      TlsMaterial trusting = TestCertificates.load(certs, false);
      Transport careless = open(new EngineAddress.Tls(address.host(), address.port(), trusting));
      assertEquals("200 secure", text(careless, get(careless, "/")));
      assertTrue(trusting.toString().contains("not verified"));
    }
  }

  /** A server that asks for a certificate and does without one. */
  @Test
  void aClientWithoutACertificateOfItsOwn() throws Exception {
    Path ca = Files.writeString(certs.resolve("ca.pem"), TestCertificates.ROOT.certificatePem());
    HandshakeCertificates anyone = new HandshakeCertificates.Builder().heldCertificate(TestCertificates.SERVER).build();
    TlsMaterial caOnly = TlsMaterial.load(ca, null, null, true);
    try (MockWebServer server = new MockWebServer()) {
      server.useHttps(anyone.sslSocketFactory());
      server.start(InetAddress.getByName("127.0.0.1"), 0);
      for (TlsMaterial material : List.of(caOnly, TlsMaterial.load(null, null, null, false))) {
        server.enqueue(new MockResponse(200, Headers.EMPTY, "secure"));
        Transport transport = open(new EngineAddress.Tls("127.0.0.1", server.getPort(), material));
        assertEquals("200 secure", text(transport, get(transport, "/")));
      }
      Transport careful = open(
          new EngineAddress.Tls("127.0.0.1", server.getPort(), TlsMaterial.load(null, null, null, true)));
      IOException failure = assertThrows(IOException.class, () -> text(careful, get(careful, "/")));
      assertEquals(FailureKind.TLS, FailureKind.of(failure), failure.toString());
    }
  }

  @Test
  void withoutACaTheJvmsOwnAreTrusted() throws Exception {
    TlsMaterial material = TlsMaterial.load(null, null, null, true);
    assertTrue(material.trust().getAcceptedIssuers().length > 10, "the JVM trusts hardly anybody");
    assertEquals(0, TlsMaterial.load(null, null, null, false).trust().getAcceptedIssuers().length);
  }

  @Test
  void wrongHostNameIsRefused() throws Exception {
    TlsMaterial material = load("EC_PKCS8");
    try (RawServer server = RawServer.tls(serverNamed("elsewhere.example"), material, TlsMaterialTest::answer)) {
      Transport transport = open(server);
      IOException failure = assertThrows(IOException.class, () -> text(transport, get(transport, "/")));
      assertEquals(FailureKind.TLS, FailureKind.of(failure), failure.toString());
    }
  }

  @Test
  void refusedClientCertificateIsAFailure() throws Exception {
    HeldCertificate stranger = new HeldCertificate.Builder().commonName("stranger").build();
    TestCertificates.write(certs, TestCertificates.ROOT.certificatePem(), stranger.certificatePem(),
        stranger.privateKeyPkcs8Pem());
    TlsMaterial material = TestCertificates.load(certs, true);
    for (String protocol : List.of("TLSv1.3", "TLSv1.2")) {
      try (RawServer server = RawServer.tls(TestCertificates.server(), material, TlsMaterialTest::answer, protocol)) {
        Transport transport = open(server);
        IOException failure = assertThrows(IOException.class, () -> text(transport, get(transport, "/")));
        FailureKind kind = FailureKind.of(failure);
        // The client may still be writing when the server says no and closes, and then meets the closed connection
        // first.
        assertTrue(kind == FailureKind.TLS || kind == FailureKind.CONNECTION_LOST, failure.toString());
      }
    }
  }

  @Test
  void plainServerIsATlsFailure() throws Exception {
    RawServer plain = serve(
        Kind.TCP,
        p -> {
          p.in().read();
          p.reply(400, "Client sent something else to an HTTP server");
          p.awaitEnd();
        });
    int port = ((EngineAddress.Tcp) plain.address()).port();
    Transport transport = open(new EngineAddress.Tls("127.0.0.1", port, load("EC_PKCS8")));
    IOException failure = assertThrows(IOException.class, () -> text(transport, get(transport, "/")));
    assertEquals(FailureKind.TLS, FailureKind.of(failure), failure.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ca.pem", "cert.pem", "key.pem"})
  void missingFileIsNamed(String name) throws IOException {
    load("EC_PKCS8");
    Files.delete(certs.resolve(name));
    failsNaming(name, "does not exist");
  }

  @Test
  void missingFolderIsNamed() {
    certs = folder.resolve("nowhere");
    failsNaming("nowhere", "does not exist");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ca.pem", "cert.pem", "key.pem"})
  void emptyAndDamagedFilesAreNamedWithoutTheirContent(String name) throws IOException {
    for (String content : List.of("", "secretsecret",
        "-----BEGIN CERTIFICATE-----\nc2VjcmV0\n-----END CERTIFICATE-----\n")) {
      load("EC_PKCS8");
      Files.writeString(certs.resolve(name), content);
      failsNaming(name, "");
    }
  }

  @Test
  void damagedKeyShowsNothingOfItself() throws IOException {
    for (String label : List.of("PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "DSA PRIVATE KEY")) {
      for (String content : List.of("c2VjcmV0", "MC4CAQAwBQYDK2VwBCIEIJsJIhRp", "!")) {
        load("EC_PKCS8");
        Files.writeString(certs.resolve("key.pem"),
            "-----BEGIN " + label + "-----\n" + content + "\n-----END " + label + "-----\n");
        failsNaming("key.pem", "");
      }
    }
  }

  @Test
  void encryptedKeyIsRefusedClearly() throws IOException {
    for (String key : List.of(
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIGb\n-----END ENCRYPTED PRIVATE KEY-----\n",
        "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,BC\n\nCnd/\n-----END RSA PRIVATE KEY-----\n")) {
      load("EC_PKCS8");
      Files.writeString(certs.resolve("key.pem"), key);
      failsNaming("key.pem", "is encrypted");
    }
  }

  @Test
  void keyOfAnotherAlgorithmIsRefused() throws IOException {
    HeldCertificate rsa = client(true, TestCertificates.ROOT);
    load("EC_PKCS8");
    Files.writeString(certs.resolve("key.pem"), rsa.privateKeyPkcs8Pem());
    failsNaming("key.pem", "does not belong");
  }

  @Test
  void keyOfAnotherCertificateIsRefused() throws IOException {
    load("EC_PKCS8");
    Files.writeString(certs.resolve("key.pem"), client(false, TestCertificates.ROOT).privateKeyPkcs8Pem());
    failsNaming("key.pem", "does not belong");
  }

  private void failsNaming(String name, String words) {
    IOException failure = assertThrows(IOException.class, () -> TestCertificates.load(certs, true));
    assertTrue(failure.getMessage().contains(name), failure.getMessage());
    assertTrue(failure.getMessage().contains(words), failure.getMessage());
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    assertFalse(trace.toString().contains("c2VjcmV0") || trace.toString().contains("secretsecret"), trace.toString());
  }

  private void write(String cert, String key) throws IOException {
    TestCertificates.write(certs, TestCertificates.ROOT.certificatePem(), cert, key);
  }

  private static HeldCertificate client(boolean rsa, HeldCertificate signer) {
    HeldCertificate.Builder builder = new HeldCertificate.Builder().signedBy(signer).commonName("client");
    return (rsa ? builder.rsa2048() : builder.ecdsa256()).build();
  }

  private static javax.net.ssl.SSLContext serverNamed(String name) {
    HeldCertificate held = new HeldCertificate.Builder().signedBy(TestCertificates.ROOT).addSubjectAlternativeName(name)
        .build();
    return new okhttp3.tls.HandshakeCertificates.Builder()
        .heldCertificate(held)
        .addTrustedCertificate(TestCertificates.ROOT.certificate())
        .build()
        .sslContext();
  }

  /** The SEC1 form is what PKCS#8 carries in its octet string, which is its last element. */
  private static String sec1(HeldCertificate ec) {
    PrivateKey key = ec.keyPair().getPrivate();
    byte[] pkcs8 = key.getEncoded();
    int at = 2 + 3;
    at += 2 + pkcs8[at + 1];
    byte[] sec1 = Arrays.copyOfRange(pkcs8, at + 2, at + 2 + pkcs8[at + 1]);
    return "-----BEGIN EC PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(sec1)
        + "\n-----END EC PRIVATE KEY-----\n";
  }

  private static void answer(RawServer.Peer peer) throws IOException {
    while (true) {
      peer.request();
      peer.reply(200, "secure");
    }
  }
}
