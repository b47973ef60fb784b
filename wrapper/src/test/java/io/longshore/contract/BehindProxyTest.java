package io.longshore.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.DockerClient;
import io.longshore.build.BuildResult;
import io.longshore.container.Container;
import io.longshore.error.DockerException;
import io.longshore.error.NotFoundException;
import io.longshore.error.TlsException;
import io.longshore.error.UnsupportedException;
import io.longshore.generated.engine.model.ContainerDeleteOptions;
import io.longshore.session.Session;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** An engine behind a reverse proxy: http and https addresses, with and without a path, and whom TLS trusts. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.longshore.contract.Engines#all")
@Timeout(60)
class BehindProxyTest {
  private static final String PATH = "/docker-proxy/a%20b";
  private static final HeldCertificate ROOT = new HeldCertificate.Builder().certificateAuthority(0)
      .commonName("nobody's root").build();
  private static final HeldCertificate CLIENT = new HeldCertificate.Builder().signedBy(ROOT).commonName("client")
      .build();

  @Parameter
  EngineUnderTest engine;
  @TempDir
  Path directory;

  private static SSLContext server(String... names) {
    HeldCertificate.Builder certificate = new HeldCertificate.Builder().signedBy(ROOT).duration(1, TimeUnit.DAYS);
    for (String name : names) {
      certificate.addSubjectAlternativeName(name);
    }
    return new HandshakeCertificates.Builder()
        .heldCertificate(certificate.build())
        .addTrustedCertificate(ROOT.certificate())
        .build()
        .sslContext();
  }

  private static SSLContext trustingRoot() {
    return new HandshakeCertificates.Builder().addTrustedCertificate(ROOT.certificate()).build().sslContext();
  }

  private Path certificates() throws IOException {
    Files.writeString(directory.resolve("ca.pem"), ROOT.certificatePem());
    Files.writeString(directory.resolve("cert.pem"), CLIENT.certificatePem());
    Files.writeString(directory.resolve("key.pem"), CLIENT.privateKeyPkcs8Pem());
    return directory;
  }

  /** Small calls, streams, uploads, downloads and upgraded connections. */
  private void assertLives(DockerClient docker) throws IOException {
    Container container = docker.containers()
        .run(o -> o.image(Programs.IMAGE).command(Programs.sayAndStay("first")).network("none"));
    try {
      EngineTest.awaitWord(container, "first");
      assertEquals("out\n", container.exec("echo", "out").stdout());
      Path file = Files.write(directory.resolve("file"), Typing.random(300_000));
      container.files().copyTo(file, "/copied");
      Path back = directory.resolve("back");
      container.files().copyFrom("/copied", back);
      assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(back));
      try (Session cat = container.openExec(e -> e.command("cat").stdin())) {
        cat.stdin().write("hello".getBytes(UTF_8));
        assertEquals("hello", new String(cat.stdout().readNBytes(5), UTF_8));
        cat.closeStdin();
        assertEquals(0, cat.waitFor(Poll.SOON));
      }
      buildAndRemove(docker);
      NotFoundException missing = assertThrows(NotFoundException.class,
          () -> docker.containers().get("no-such").inspect());
      assertTrue(missing.getMessage().contains("no-such"), missing::getMessage);
      container.kill();
      assertEquals(137, container.waitFor(Poll.SOON));
    } finally {
      container.remove(ContainerDeleteOptions::force);
    }
  }

  private void buildAndRemove(DockerClient docker) throws IOException {
    Path context = Files.createDirectories(directory.resolve("context"));
    Files.write(context.resolve("file"), Typing.random(300_000));
    Files.writeString(context.resolve("Dockerfile"), "FROM " + Programs.IMAGE + "\nCOPY file /built\n");
    BuildResult built = docker.builds().build(b -> b.directory(context).label(EngineTest.LABEL, EngineTest.RUN));
    ImageTest.removeIfThere(docker, built.imageId());
  }

  @Test
  void everythingWorksBelowAPathOverHttp() throws IOException {
    try (PrefixProxy proxy = PrefixProxy.plain(engine, PATH);
        DockerClient docker = DockerClient.builder().host("http://127.0.0.1:" + proxy.port() + PATH + "/").build()) {
      assertLives(docker);
      assertTrue(proxy.heads().stream().allMatch(head -> head.contains(" " + PATH + "/")), proxy.heads().toString());
    }
  }

  @Test
  void aTcpAddressMayHaveAPathAsWithTheDockerCommand() {
    try (PrefixProxy proxy = PrefixProxy.plain(engine, "/below");
        DockerClient docker = DockerClient.builder().host("tcp://127.0.0.1:" + proxy.port() + "/below").build()) {
      docker.system().ping();
    }
  }

  @Test
  void everythingWorksBelowAPathOverHttpsWithAGivenAuthority() throws IOException {
    try (PrefixProxy proxy = PrefixProxy.tls(engine, PATH, server("127.0.0.1"));
        DockerClient docker = DockerClient.builder().host("https://127.0.0.1:" + proxy.port() + PATH)
            .tls(certificates()).build()) {
      assertLives(docker);
    }
  }

  @Test
  void aContextOfTheProgramsOwnDecidesWhomToTrust() throws IOException {
    try (PrefixProxy proxy = PrefixProxy.tls(engine, "", server("127.0.0.1"))) {
      try (DockerClient docker = DockerClient.builder().host("https://127.0.0.1:" + proxy.port())
          .sslContext(trustingRoot()).build()) {
        assertLives(docker);
      }
      try (DockerClient docker = DockerClient.builder().host("tcp://127.0.0.1:" + proxy.port())
          .sslContext(trustingRoot()).build()) {
        docker.system().ping();
      }
    }
  }

  @Test
  void anAuthorityThatTheJvmDoesNotKnowIsATlsFailureThatSaysHowToNameIt() {
    try (PrefixProxy proxy = PrefixProxy.tls(engine, "", server("127.0.0.1"));
        DockerClient docker = DockerClient.builder().host("https://127.0.0.1:" + proxy.port()).build()) {
      TlsException failure = assertThrows(TlsException.class, () -> docker.system().ping());
      assertTrue(failure.getMessage().contains("https://127.0.0.1:" + proxy.port()), failure::getMessage);
      assertTrue(failure.getMessage().contains("ca.pem") && failure.getMessage().contains("this JVM trusts"),
          failure::getMessage);
    }
  }

  @Test
  void aCertificateOfAnotherHostIsRefusedWhateverTheContextThinks() throws Exception {
    SSLContext trusting = SSLContext.getInstance("TLS");
    trusting.init(null, new TrustManager[] {new TrustsAnybody()}, null);
    try (PrefixProxy proxy = PrefixProxy.tls(engine, "", server("elsewhere.example"))) {
      for (SSLContext context : new SSLContext[] {trusting, trustingRoot()}) {
        try (DockerClient docker = DockerClient.builder().host("https://127.0.0.1:" + proxy.port()).sslContext(context)
            .build()) {
          TlsException failure = assertThrows(TlsException.class, () -> docker.system().ping());
          assertTrue(failure.getMessage().contains("127.0.0.1"), failure::getMessage);
        }
      }
    }
  }

  @Test
  void aPathThatIsNotTheEnginesIsNoEngine() {
    try (PrefixProxy proxy = PrefixProxy.plain(engine, "/right");
        DockerClient docker = DockerClient.builder().host("http://127.0.0.1:" + proxy.port() + "/wrong").build()) {
      UnsupportedException failure = assertThrows(UnsupportedException.class, () -> docker.containers().list());
      assertTrue(failure.getMessage().contains("/wrong does not report an API version"), failure::getMessage);
    }
  }

  @Test
  void headersOfTheProgramGoWithEveryRequest() {
    try (PrefixProxy proxy = PrefixProxy.plain(engine, "");
        DockerClient docker = DockerClient.builder()
            .host("http://127.0.0.1:" + proxy.port())
            .header("Authorization", "Bearer hunter2")
            .header("X-Registry-Auth", "replaced")
            .build()) {
      docker.containers().list();
      assertThrows(NotFoundException.class, () -> docker.containers().get("no-such").exec("true"));
      assertTrue(proxy.heads().size() >= 3, proxy.heads().toString());
      for (String head : proxy.heads()) {
        assertTrue(head.contains("\r\nAuthorization: Bearer hunter2\r\n"), head);
        assertTrue(head.toLowerCase(Locale.ROOT).contains("\r\nuser-agent: longshore/"), head);
      }
    }
  }

  @Test
  void headersOfTheProgramGoWithTheRemovalOfWhatCannotBeStarted() {
    String label = "behind-proxy-" + UUID.randomUUID();
    try (PrefixProxy proxy = PrefixProxy.plain(engine, "");
        DockerClient docker = DockerClient.builder().host("http://127.0.0.1:" + proxy.port())
            .header("Authorization", "Bearer hunter2").build()) {
      assertThrows(
          DockerException.class,
          () -> docker.containers()
              .run(o -> o.image(Programs.IMAGE).command("/no-such").network("none").label(label, "")));
      assertTrue(proxy.heads().stream().anyMatch(head -> head.startsWith("DELETE ")), proxy.heads().toString());
      for (String head : proxy.heads()) {
        assertTrue(head.contains("\r\nAuthorization: Bearer hunter2\r\n"), head);
      }
      assertEquals(List.of(), docker.containers().list(o -> o.all().label(label)));
    }
  }

  /** As careless programs have it. */
  private static final class TrustsAnybody extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
