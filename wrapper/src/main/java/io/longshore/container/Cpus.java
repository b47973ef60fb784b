package io.longshore.container;

/** CPU time in the engines' unit. */
final class Cpus {
  private static final double NANO = 1e9;

  private Cpus() {}

  static long nano(double cpus) {
    if (!(cpus > 0 && cpus < 1e6)) {
      throw new IllegalArgumentException("cpus is " + cpus + "; give it as processors, such as 0.5 or 2");
    }
    long nano = Math.round(cpus * NANO);
    if (nano == 0) {
      throw new IllegalArgumentException(
          "cpus is " + cpus + ", less than a billionth, which engines read as no limit; give it more");
    }
    return nano;
  }
}
