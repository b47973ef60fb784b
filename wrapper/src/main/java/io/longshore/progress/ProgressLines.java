package io.longshore.progress;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The lines of a terminal: one for each layer, as far as there is room, and the totals. */
final class ProgressLines {
  private static final int PHASE = 11;
  private static final int LEAST_BAR = 5;
  /** Room for {@code 999.9 MB of 999.9 MB}. */
  private static final int AMOUNT = 20;
  private static final String GAP = "  ";

  private final Totals totals;
  private final int width;
  private final int height;

  ProgressLines(Totals totals, int width, int height) {
    this.totals = totals;
    // Some terminals begin a new line after the last column.
    this.width = width - 1;
    this.height = height - 1;
  }

  /** The lines of what is added, and below them those of a state if there is one. */
  List<String> of(@Nullable TransferState state, List<AddedLine> added) {
    List<String> lines = new ArrayList<>();
    // One line for the totals of the state.
    int room = state == null ? height : height - 1;
    List<AddedLine> shown = added.size() <= room ? added : kept(added, line -> line.isRunning() ? 0 : 1, room - 1);
    shown.forEach(line -> lines.add(DisplayText.cut(line.text(), width)));
    if (shown.size() < added.size()) {
      lines.add("and " + (added.size() - shown.size()) + " more");
    }
    if (state != null) {
      lines.addAll(of(state, height - lines.size()));
    }
    return lines;
  }

  /** As many as there is room for, those of the lowest rank, in their own order. */
  private static <T> List<T> kept(List<T> all, ToIntFunction<T> rank, int room) {
    Set<T> kept = all.stream().sorted(Comparator.comparingInt(rank)).limit(room).collect(Collectors.toSet());
    return all.stream().filter(kept::contains).toList();
  }

  private List<String> of(TransferState state, int height) {
    List<TransferItem> items = state.items();
    List<TransferItem> shown = shown(items, height - 1);
    List<String> lines = new ArrayList<>();
    int names = Math.min(width / 3, shown.stream().mapToInt(i -> DisplayText.width(i.id())).max().orElse(0));
    shown.forEach(item -> lines.add(DisplayText.cut(line(item, names), width)));
    if (shown.size() < items.size() && height > 1) {
      lines.add("and " + (items.size() - shown.size()) + " more");
    }
    lines.add(DisplayText.cut(totals.of(state), width));
    return lines;
  }

  /** All layers if there is room; otherwise those at work before those to come, and these before those done. */
  private static List<TransferItem> shown(List<TransferItem> items, int room) {
    if (items.size() <= room) {
      return items;
    }
    // One line says how many are left out.
    return kept(items, ProgressLines::rank, Math.max(0, room - 1));
  }

  private static int rank(TransferItem item) {
    return item.phase().isDone() ? 2 : item.phase() == TransferPhase.WAITING ? 1 : 0;
  }

  private String line(TransferItem item, int names) {
    String phase = switch (item.phase()) {
      case OTHER -> item.words();
      default -> item.phase().name().charAt(0) + item.phase().name().substring(1).toLowerCase(Locale.ROOT);
    };
    ByteCount count = counted(item);
    int bar = width - names - PHASE - AMOUNT - 3 * GAP.length() - 2;
    String begin = DisplayText.fit(item.id(), names) + GAP;
    OptionalDouble fraction = item.phase().isDone() ? OptionalDouble.empty() : count.fraction();
    if (fraction.isEmpty() || bar < LEAST_BAR) {
      String amount = Amounts.of(count);
      return begin + (amount.isEmpty() ? DisplayText.clean(phase) : DisplayText.fit(phase, PHASE) + GAP + amount);
    }
    return begin + DisplayText.fit(phase, PHASE) + GAP + bar(fraction.getAsDouble(), bar) + GAP + Amounts.of(count);
  }

  /** What the phase counts. */
  private static ByteCount counted(TransferItem item) {
    return switch (item.phase()) {
      case EXISTS -> ByteCount.UNKNOWN;
      case EXTRACTING, LOADING -> item.unpacking();
      case COMPLETE ->
        new ByteCount(Math.max(item.transfer().done(), item.unpacking().done()), ByteCount.UNKNOWN.total());
      default -> item.transfer();
    };
  }

  private static String bar(double fraction, int length) {
    int full = (int) (fraction * length);
    String head = full == 0 || full == length ? "" : ">";
    return "[" + "=".repeat(full - head.length()) + head + " ".repeat(length - full) + "]";
  }
}
