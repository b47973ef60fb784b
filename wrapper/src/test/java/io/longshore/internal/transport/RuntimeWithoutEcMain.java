package io.longshore.internal.transport;

import java.io.IOException;
import java.nio.file.Path;

/** Runs in a Java runtime without a provider for elliptic curves and says how reading a key of that kind fails. */
final class RuntimeWithoutEcMain {
  private RuntimeWithoutEcMain() {}

  public static void main(String[] arguments) {
    Path folder = Path.of(arguments[0]);
    Path ca = folder.resolve("ca.pem");
    try {
      TlsMaterial.load(ca, folder.resolve("cert.pem"), folder.resolve("key.pem"), true);
      System.out.println("it was read");
    } catch (IOException e) {
      System.out.println(e.getMessage());
    }
  }
}
