package io.longshore.internal.libraries;

import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.error.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom an error of linkage blames; {@link io.longshore.unit.OldLibrariesTest} has the old libraries. */
class LibrariesTest {
  @ParameterizedTest
  @ValueSource(strings = {
      "com/acme/X",
      "'void com.acme.Listener.kotlin.Step()'",
      "com/acme/okio/Buffer",
      "org/apache/commons/csv/CSVParser",
      "Could not initialize class com.acme.X",
      "myokio/Buffer",
  })
  void anErrorThatIsNotTheirsStaysWhatItIs(String message) {
    NoClassDefFoundError error = new NoClassDefFoundError(message);
    assertSame(error, assertThrows(NoClassDefFoundError.class, () -> Libraries.explain(error)));
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "okio/Buffer",
      "'okio.Socket okhttp3.Response.socket()'",
      "'void io.longshore.X.a(okhttp3.Call)'",
      "Bad type on operand stack: (Lokhttp3/Call;)V",
      "class com.google.gson.stream.JsonReader overrides final method",
      "org/apache/commons/lang3/StringUtils",
      "kotlin/enums/EnumEntriesKt",
  })
  void whatNamesOneOfTheirClassesIsTheirs(String message) {
    NoSuchMethodError error = new NoSuchMethodError(message);
    ConfigurationException explained = (ConfigurationException) Libraries.explain(error);
    assertSame(error, explained.getCause());
    assertTrue(explained.getMessage().contains("do not fit together (" + message + ")"), explained::getMessage);
  }

  @Test
  void theirsMayBeTheCause() {
    LinkageError error = new ExceptionInInitializerError(new NoSuchMethodError("'void okio.Buffer.x()'"));
    assertTrue(Libraries.explain(error).getMessage().contains("'void okio.Buffer.x()'"));
  }
}
