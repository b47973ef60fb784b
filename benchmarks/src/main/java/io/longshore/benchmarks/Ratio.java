package io.longshore.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** How two things relate: the median over the rounds of the ratio within a round, and where most of the rounds lie. */
record Ratio(double median, double low, double high) {

  static <T> Ratio of(List<T> one, List<T> other, ToDoubleFunction<? super T> figure) {
    double[] ratios = new double[one.size()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = figure.applyAsDouble(one.get(i)) / figure.applyAsDouble(other.get(i));
    }
    return new Ratio(quantile(ratios, 0.5), quantile(ratios, 0.1), quantile(ratios, 0.9));
  }

  static <T> double median(List<T> values, ToDoubleFunction<? super T> figure) {
    return quantile(values.stream().mapToDouble(figure).toArray(), 0.5);
  }

  private static double quantile(double[] values, double part) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double at = part * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }

  /** The other way round. */
  Ratio inverse() {
    return new Ratio(1 / median, 1 / high, 1 / low);
  }

  String text() {
    return String.format(Locale.ROOT, "%.2f [%.2f–%.2f]", median, low, high);
  }
}
