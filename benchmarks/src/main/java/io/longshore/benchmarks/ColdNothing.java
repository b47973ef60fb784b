package io.longshore.benchmarks;

/** Cold start of the JVM alone: what no library can go below. */
public final class ColdNothing {

  private ColdNothing() {}

  public static void main(String[] args) {
    System.out.println("0 " + Proc.kib("VmHWM"));
  }
}
