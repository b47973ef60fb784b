package io.longshore.embedded.internal;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Random;

/** Ids and names as engines make them. */
public final class Ids {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String[] LEFT = {
      "admiring", "brave", "calm", "dazzling", "eager", "fervent", "gallant", "happy", "jolly", "keen", "lucid",
      "modest",
      "nifty", "patient", "quirky", "relaxed", "serene", "tender", "upbeat", "vibrant", "wise", "zealous"
  };
  private static final String[] RIGHT = {
      "anchor", "barge", "buoy", "capstan", "crane", "dock", "ferry", "gantry", "harbor", "jetty", "keel", "lighter",
      "mooring", "pier", "quay", "rigger", "sail", "tide", "tug", "wharf"
  };

  private Ids() {}

  /** 64 hex digits. */
  public static String next() {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** Two words with a line between them, and a number from the third try on. */
  public static String name(int tries) {
    Random random = RANDOM;
    String name = LEFT[random.nextInt(LEFT.length)] + "_" + RIGHT[random.nextInt(RIGHT.length)];
    return tries < 2 ? name : name + random.nextInt(1_000_000);
  }
}
