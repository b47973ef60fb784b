package io.longshore.internal.transport;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** The certificates and the key that one TLS endpoint needs. Nothing of a key ever shows in text. */
public final class TlsMaterial {

  private static final String JVM = "an authority that this JVM trusts signed its certificate; name another authority in ca.pem, in the directory of tls(…), or"
      + " of DOCKER_CERT_PATH where DOCKER_HOST names the engine";

  private final String origin;
  private final String advice;
  private final boolean verify;
  private final X509TrustManager trust;
  private final SSLContext context;

  private TlsMaterial(String origin, String advice, boolean verify, X509TrustManager trust, SSLContext context) {
    this.origin = origin;
    this.advice = advice;
    this.verify = verify;
    this.trust = trust;
    this.context = context;
  }

  /**
   * Reads PEM files: the certificates to trust, this client's certificate with its chain, and its key.
   *
   * @param ca null trusts the JVM's authorities
   * @param cert null presents no certificate
   * @param key null exactly when {@code cert} is
   * @param verify false trusts any server; {@code ca} is not read then
   */
  public static TlsMaterial load(@Nullable Path ca, @Nullable Path cert, @Nullable Path key, boolean verify)
      throws IOException {
    String origin = cert != null ? cert.toString() : ca != null ? ca.toString() : "the JVM's authorities";
    String advice = ca == null && verify ? JVM : "ca.pem signed its certificate, and that it accepts cert.pem";
    try {
      X509TrustManager trust = verify ? trust(ca) : new TrustAnyone();
      KeyManager[] keys = cert == null || key == null ? new KeyManager[0] : keys(cert, key);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys, new TrustManager[] {trust}, null);
      return new TlsMaterial(origin, advice, verify, trust, context);
    } catch (GeneralSecurityException e) {
      throw new IOException("Cannot use the certificates of " + origin, e);
    }
  }

  /** The caller's own. It decides what to trust; the host name is checked too. */
  public static TlsMaterial of(SSLContext context) {
    // OkHttp asks this one for pinned certificates only, of which there are none.
    return new TlsMaterial("the program's SSLContext", "the SSLContext trusts its certificate", true, new TrustAnyone(),
        context);
  }

  private static KeyManager[] keys(Path cert, Path key) throws GeneralSecurityException, IOException {
    List<X509Certificate> chain = PemFile.read(cert, "client certificate").certificates();
    PrivateKey privateKey = PemFile.read(key, "client key").privateKey(chain.get(0).getPublicKey());
    return new KeyManager[] {new ClientKey(privateKey, chain)};
  }

  /** Only the certificates of the file, if there is one: a public authority does not vouch for an engine. */
  private static X509TrustManager trust(@Nullable Path ca) throws GeneralSecurityException, IOException {
    KeyStore store = null;
    if (ca != null) {
      store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (X509Certificate authority : PemFile.read(ca, "CA certificate").certificates()) {
        store.setCertificateEntry("ca" + store.size(), authority);
      }
    }
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(store);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager x509) {
        return x509;
      }
    }
    throw new GeneralSecurityException("The JDK offers no X.509 trust manager");
  }

  /** What must be true for a handshake to work. */
  public String advice() {
    return advice;
  }

  boolean verify() {
    return verify;
  }

  X509TrustManager trust() {
    return trust;
  }

  SSLContext context() {
    return context;
  }

  @Override
  public String toString() {
    return "TlsMaterial[" + origin + (verify ? "]" : ", server not verified]");
  }

  /** Extends the JDK's class rather than its interface, for which the JDK adds checks of its own. */
  private static final class TrustAnyone extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, @Nullable Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, @Nullable Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, @Nullable SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, @Nullable SSLEngine engine) {}

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
