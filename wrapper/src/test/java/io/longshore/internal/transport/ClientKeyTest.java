package io.longshore.internal.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.security.Principal;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;

/** The one key of a client goes to servers that can use it, and to no other. */
class ClientKeyTest {
  private static final Principal ROOT = TestCertificates.ROOT.certificate().getSubjectX500Principal();
  private static final Principal INTERMEDIATE = TestCertificates.INTERMEDIATE.certificate().getSubjectX500Principal();
  private static final Principal OTHER = new X500Principal("CN=other");

  private final HeldCertificate held = new HeldCertificate.Builder().signedBy(TestCertificates.INTERMEDIATE).build();
  private final X509Certificate[] chain = {held.certificate(), TestCertificates.INTERMEDIATE.certificate()};
  private final ClientKey key = new ClientKey(held.keyPair().getPrivate(), List.of(chain));

  private String chosen(String type, Principal... issuers) {
    String alias = key.chooseClientAlias(new String[] {"EdDSA", type}, issuers, null);
    assertEquals(alias, key.chooseEngineClientAlias(new String[] {"EdDSA", type}, issuers, null));
    return alias;
  }

  @Test
  void isPresentedWhereItsKindAndOneOfItsAuthoritiesAreAskedFor() {
    String alias = chosen("EC");
    assertEquals(alias, key.chooseClientAlias(new String[] {"EC"}, null, null));
    assertEquals(alias, chosen("EC", OTHER, INTERMEDIATE));
    assertEquals(alias, chosen("EC", ROOT));
    assertArrayEquals(new String[] {alias}, key.getClientAliases("EC", null));
    assertEquals(held.keyPair().getPrivate(), key.getPrivateKey(alias));
    assertArrayEquals(chain, key.getCertificateChain(alias));
  }

  @Test
  void isNotPresentedElsewhere() {
    assertNull(chosen("RSA"));
    assertNull(chosen("EC", OTHER));
    assertNull(key.getClientAliases("RSA", null));
    assertNull(key.getServerAliases("EC", null));
    assertNull(key.chooseServerAlias("EC", null, null));
    assertNull(key.getPrivateKey("other"));
    assertNull(key.getCertificateChain("other"));
  }
}
