package io.longshore.internal.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.error.ArchiveException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tables of contexts. {@code contract.BuildContextTest} holds the same tables against the docker command. */
@EnabledOnOs(OS.LINUX)
class ContextTablesTest {
  static List<ContextCase> cases() {
    return ContextCase.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyCaseOfTheTables(ContextCase each, @TempDir Path place) throws IOException, InterruptedException {
    Path context = ContextTree.make(each, place.toRealPath());
    Path dockerfile = ContextTree.dockerfile(each, context);
    if (each.refused().isPresent()) {
      ArchiveException e = assertThrows(ArchiveException.class, () -> BuildContext.of(context, dockerfile));
      assertTrue(e.getMessage().contains(each.refused().get()), e::getMessage);
      return;
    }
    BuildContext built = BuildContext.of(context, dockerfile);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    built.writeTo(bytes, count -> {});
    List<SentEntry> sent = SentEntry.read(bytes.toByteArray());
    assertEquals(each.expected(), each.sending(sent).expected());
    assertEquals(Set.of("0:0 "), Set.copyOf(sent.stream().map(SentEntry::owner).toList()));
  }
}
