package io.longshore.testing;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Which methods and fields of others compiled classes use, read out of their constant pools. */
public final class ClassReferences {
  private static final int LONG = 5;
  private static final int DOUBLE = 6;

  private ClassReferences() {}

  /** Members as {@code package/Type.name descriptor}, sorted, of types whose name begins with a text. */
  public static TreeSet<String> of(Path folder, String typePrefix) throws IOException {
    TreeSet<String> found = new TreeSet<>();
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.filter(file -> file.toString().endsWith(".class")).toList();
    }
    for (Path file : files) {
      for (String member : new Pool(Files.readAllBytes(file)).members()) {
        if (member.startsWith(typePrefix)) {
          found.add(member);
        }
      }
    }
    return found;
  }

  private static final class Pool {
    private final String[] texts;
    private final int[] tags;
    private final int[] first;
    private final int[] second;

    Pool(byte[] bytes) {
      try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
        in.skipNBytes(8);
        int size = in.readUnsignedShort();
        texts = new String[size];
        tags = new int[size];
        first = new int[size];
        second = new int[size];
        for (int i = 1; i < size; i++) {
          tags[i] = in.readUnsignedByte();
          switch (tags[i]) {
            case 1 -> texts[i] = in.readUTF();
            case 7, 8, 16, 19, 20 -> first[i] = in.readUnsignedShort();
            case 9, 10, 11, 12, 17, 18 -> {
              first[i] = in.readUnsignedShort();
              second[i] = in.readUnsignedShort();
            }
            case 3, 4 -> in.skipNBytes(4);
            case LONG, DOUBLE -> in.skipNBytes(8);
            case 15 -> in.skipNBytes(3);
            default -> throw new IOException("a constant of kind " + tags[i]);
          }
          // These take two places.
          i += tags[i] == LONG || tags[i] == DOUBLE ? 1 : 0;
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    List<String> members() {
      return Stream.iterate(1, i -> i < tags.length, i -> i + 1)
          .filter(i -> tags[i] >= 9 && tags[i] <= 11)
          .map(i -> texts[first[first[i]]] + "." + texts[first[second[i]]] + " " + texts[second[second[i]]])
          .toList();
    }
  }
}
