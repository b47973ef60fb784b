package io.longshore.embedded.internal.toolbox;

import io.longshore.embedded.ProcessContext;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The program {@code sha256sum}, of what it reads from stdin. */
final class Digests {
  private Digests() {}

  static int sha256sum(ProcessContext process) throws IOException, NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    byte[] bytes = new byte[64 * 1024];
    for (int count = process.stdin().read(bytes); count >= 0; count = process.stdin().read(bytes)) {
      digest.update(bytes, 0, count);
    }
    return Toolbox.print(process, HexFormat.of().formatHex(digest.digest()) + "  -");
  }
}
