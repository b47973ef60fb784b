package io.longshore.internal.context;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * An entry of a context's archive.
 *
 * @param line kind, mode, size, time, name and target, as the table has them
 * @param owner both numbers
 * @param content as text of one byte for each character
 */
public record SentEntry(String name, String line, String owner, String content) {
  /** How the name begins under which a Dockerfile from outside the context is sent. */
  public static final String ADDED = ".dockerfile.";

  private static final Pattern MADE_UP = Pattern.compile("\\.dockerfile\\.[0-9a-f]{20}");
  /** Later than all times of the tables but one, and earlier than any run of this test. */
  private static final long NOW = 1_750_000_000;
  /** The time in the tables that is later. */
  private static final long FAR = 4_102_444_800L;

  /** Reads an archive; names that are made up, and the time of now, become the same in all archives. */
  public static List<SentEntry> read(byte[] archive) throws IOException {
    List<SentEntry> entries = new ArrayList<>();
    try (TarArchiveInputStream tar = new TarArchiveInputStream(new ByteArrayInputStream(archive), "UTF-8")) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        String content = made(new String(tar.readAllBytes(), ISO_8859_1));
        entries.add(new SentEntry(made(entry.getName()), line(entry), owner(entry), content));
      }
    }
    return entries;
  }

  private static String made(String text) {
    return MADE_UP.matcher(text).replaceAll(".dockerfile.RANDOM");
  }

  private static String owner(TarArchiveEntry entry) {
    return entry.getLongUserId() + ":" + entry.getLongGroupId() + " " + entry.getUserName() + entry.getGroupName();
  }

  private static String line(TarArchiveEntry entry) {
    long time = entry.getLastModifiedTime().toInstant().getEpochSecond();
    int nanos = entry.getLastModifiedTime().toInstant().getNano();
    boolean now = time > NOW && time < FAR;
    String target = entry.isLink() || entry.isSymbolicLink() ? " " + ContextCase.encoded(entry.getLinkName())
        : entry.isCharacterDevice() || entry.isBlockDevice() ? " " + entry.getDevMajor() + ":" + entry.getDevMinor()
            : "";
    return String.format("%s %04o %d %s %s%s", kind(entry), entry.getMode(), entry.getSize(),
        now ? "now" : nanos == 0 ? String.valueOf(time) : time + "+" + nanos,
        ContextCase.encoded(made(entry.getName())),
        target);
  }

  private static String kind(TarArchiveEntry entry) {
    return switch (entry.getLinkFlag()) {
      case '0' -> "f";
      case '1' -> "h";
      case '2' -> "l";
      case '3' -> "c";
      case '4' -> "b";
      case '5' -> "d";
      case '6' -> "p";
      default -> throw new AssertionError(entry.getName() + " is of the kind " + entry.getLinkFlag());
    };
  }

  /** The name without the slash of a directory. */
  String plainName() {
    return name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
  }
}
