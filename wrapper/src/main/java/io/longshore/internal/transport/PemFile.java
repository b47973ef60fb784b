package io.longshore.internal.transport;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads certificates and private keys from PEM files with JDK code alone: okhttp-tls reads only PKCS#8 keys of RSA and
 * EC, and engines are often set up with PKCS#1 or SEC1 keys.
 */
final class PemFile {

  private static final Pattern BLOCK = Pattern
      .compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*(?:-(?!----)[^-]*)*)-----END \\1-----");
  private static final byte[] DER_ZERO = {2, 1, 0};
  private static final int DER_SEQUENCE = 0x30;
  private static final int DER_OCTET_STRING = 0x04;

  private final Path path;
  private final String text;

  private PemFile(Path path, String text) {
    this.path = path;
    this.text = text;
  }

  static PemFile read(Path path, String what) throws IOException {
    try {
      return new PemFile(path, Files.readString(path, StandardCharsets.ISO_8859_1));
    } catch (NoSuchFileException e) {
      throw new IOException("The " + what + " file does not exist: " + path, e);
    } catch (IOException e) {
      throw new IOException("Cannot read the " + what + " file " + path + " (" + e.getClass().getSimpleName() + ")", e);
    }
  }

  List<X509Certificate> certificates() throws IOException {
    List<X509Certificate> found = new ArrayList<>();
    Matcher block = BLOCK.matcher(text);
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      while (block.find()) {
        if (block.group(1).endsWith("CERTIFICATE")) {
          found.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(decode(block.group(2)))));
        }
      }
    } catch (GeneralSecurityException e) {
      throw new IOException("Not a valid certificate in " + path + " (" + e.getClass().getSimpleName() + ")", e);
    }
    if (found.isEmpty()) {
      throw new IOException("No certificate in " + path + "; a PEM block 'BEGIN CERTIFICATE' is expected");
    }
    return Collections.unmodifiableList(found);
  }

  /** The private key that belongs to {@code certified}. No message or cause carries any of the file's content. */
  PrivateKey privateKey(PublicKey certified) throws IOException {
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      String label = block.group(1);
      if (!label.endsWith("PRIVATE KEY")) {
        continue;
      }
      if (label.startsWith("ENCRYPTED") || block.group(2).contains("ENCRYPTED")) {
        throw new IOException(
            "The private key in " + path + " is encrypted; encrypted keys are not supported, decrypt it first");
      }
      byte[] der = decode(block.group(2));
      return switch (label) {
        case "PRIVATE KEY" -> decodeKey(der, certified);
        case "RSA PRIVATE KEY", "EC PRIVATE KEY" -> decodeKey(pkcs8(der, certified), certified);
        default -> throw new IOException("The private key in " + path + " is of an unsupported form: " + label);
      };
    }
    throw new IOException("No private key in " + path + "; a PEM block 'BEGIN … PRIVATE KEY' is expected");
  }

  private PrivateKey decodeKey(byte[] pkcs8, PublicKey certified) throws IOException {
    try {
      PrivateKey key = KeyFactory.getInstance(certified.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      if (belongTogether(key, certified)) {
        return key;
      }
    } catch (NoSuchAlgorithmException e) {
      throw new IOException(
          "This Java runtime cannot use the private key in " + path + ": it has no provider for "
              + certified.getAlgorithm()
              + " keys" + (certified.getAlgorithm().equals("EC") ? "; add the module jdk.crypto.ec to it" : ""),
          e);
    } catch (GeneralSecurityException | RuntimeException e) {
      // Without a cause: parsers quote what they could not parse.
    }
    throw new IOException(
        "The private key in " + path + " is damaged, or does not belong to its certificate, which has a key for "
            + certified.getAlgorithm());
  }

  /** Otherwise a mixed-up pair fails only in the handshake, as a bare alert from the engine. */
  private static boolean belongTogether(PrivateKey key, PublicKey certified) throws GeneralSecurityException {
    String algorithm = switch (certified.getAlgorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      default -> certified.getAlgorithm();
    };
    byte[] probe = {1};
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    signature.update(probe);
    byte[] signed = signature.sign();
    signature.initVerify(certified);
    signature.update(probe);
    return signature.verify(signed);
  }

  /**
   * Wraps a PKCS#1 or SEC1 key with the algorithm identifier of its certificate, which names the curve where there is
   * one.
   */
  private static byte[] pkcs8(byte[] key, PublicKey certified) {
    byte[] spki = certified.getEncoded();
    int algorithm = contentStart(spki, 0);
    int end = contentStart(spki, algorithm) + length(spki, algorithm);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(DER_ZERO);
    body.write(spki, algorithm, end - algorithm);
    body.writeBytes(der(DER_OCTET_STRING, key));
    return der(DER_SEQUENCE, body.toByteArray());
  }

  private static byte[] der(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (content.length < 0x80) {
      out.write(content.length);
    } else {
      int bytes = (Integer.SIZE - Integer.numberOfLeadingZeros(content.length) + 7) / 8;
      out.write(0x80 | bytes);
      for (int i = bytes - 1; i >= 0; i--) {
        out.write(content.length >>> 8 * i);
      }
    }
    out.writeBytes(content);
    return out.toByteArray();
  }

  private static int contentStart(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    return first < 0x80 ? at + 2 : at + 2 + (first & 0x7f);
  }

  private static int length(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    if (first < 0x80) {
      return first;
    }
    int length = 0;
    for (int i = 0; i < (first & 0x7f); i++) {
      length = length << 8 | der[at + 2 + i] & 0xff;
    }
    return length;
  }

  private byte[] decode(String base64) throws IOException {
    try {
      return Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new IOException("A PEM block in " + path + " is not valid base64");
    }
  }
}
