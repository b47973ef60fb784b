package io.longshore.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/** The table of image references. */
public final class References {
  private static final Pattern REPEATED = Pattern.compile("\\{(.)\\*(\\d+)}");

  private References() {}

  /**
   * A reference and what becomes of it.
   *
   * @param reference as a user writes it
   * @param name the name that this library sends
   * @param tag the tag or digest that both send
   * @param canonical the name that the docker command sends, or {@code refused}
   */
  public record Row(String reference, String name, String tag, String canonical) {
    /** Whether both refuse it. */
    public boolean refused() {
      return canonical.equals("refused");
    }
  }

  /** All rows. */
  public static List<Row> rows() {
    try (InputStream table = Objects.requireNonNull(References.class.getResourceAsStream("/references.csv"))) {
      return new String(table.readAllBytes(), UTF_8).lines().filter(line -> !line.startsWith("#"))
          .map(References::row).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Row row(String line) {
    String[] parts = REPEATED.matcher(line.replace("\\t", "\t"))
        .replaceAll(found -> found.group(1).repeat(Integer.parseInt(found.group(2)))).split(",");
    return new Row(parts[0], parts[1], parts[2], parts[3]);
  }
}
