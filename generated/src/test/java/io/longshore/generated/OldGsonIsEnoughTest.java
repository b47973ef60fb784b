package io.longshore.generated;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.longshore.generated.runtime.Json;
import io.longshore.testing.ClassReferences;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Many programs have a gson of their own, and Maven takes theirs. What is used here gson 2.8.9 has; before adding to this list,
 * look whether that version has it too.
 */
class OldGsonIsEnoughTest {
  /** All of these are in gson 2.8.9, with the same parameters; names without their package. */
  private static final List<String> OF_2_8_9 =
      List.of(
          "JsonReader.<init> (Ljava/io/Reader;)V",
          "JsonReader.beginArray ()V",
          "JsonReader.beginObject ()V",
          "JsonReader.close ()V",
          "JsonReader.endArray ()V",
          "JsonReader.endObject ()V",
          "JsonReader.getPath ()Ljava/lang/String;",
          "JsonReader.hasNext ()Z",
          "JsonReader.nextBoolean ()Z",
          "JsonReader.nextDouble ()D",
          "JsonReader.nextLong ()J",
          "JsonReader.nextName ()Ljava/lang/String;",
          "JsonReader.nextNull ()V",
          "JsonReader.nextString ()Ljava/lang/String;",
          "JsonReader.peek ()LJsonToken;",
          "JsonReader.setLenient (Z)V",
          "JsonToken.BEGIN_ARRAY LJsonToken;",
          "JsonToken.BEGIN_OBJECT LJsonToken;",
          "JsonToken.BOOLEAN LJsonToken;",
          "JsonToken.END_DOCUMENT LJsonToken;",
          "JsonToken.NULL LJsonToken;",
          "JsonToken.NUMBER LJsonToken;",
          "JsonToken.STRING LJsonToken;",
          "JsonToken.ordinal ()I",
          "JsonToken.values ()[LJsonToken;",
          "JsonWriter.<init> (Ljava/io/Writer;)V",
          "JsonWriter.beginArray ()LJsonWriter;",
          "JsonWriter.beginObject ()LJsonWriter;",
          "JsonWriter.endArray ()LJsonWriter;",
          "JsonWriter.endObject ()LJsonWriter;",
          "JsonWriter.flush ()V",
          "JsonWriter.name (Ljava/lang/String;)LJsonWriter;",
          "JsonWriter.nullValue ()LJsonWriter;",
          "JsonWriter.setHtmlSafe (Z)V",
          "JsonWriter.setSerializeNulls (Z)V",
          "JsonWriter.value (D)LJsonWriter;",
          "JsonWriter.value (J)LJsonWriter;",
          "JsonWriter.value (Ljava/lang/Boolean;)LJsonWriter;",
          "JsonWriter.value (Ljava/lang/Number;)LJsonWriter;",
          "JsonWriter.value (Ljava/lang/String;)LJsonWriter;",
          "JsonWriter.value (Z)LJsonWriter;",
          "MalformedJsonException.getMessage ()Ljava/lang/String;");

  @Test
  void nothingNewerIsUsed() throws Exception {
    Path classes = Path.of(Json.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    assertEquals(List.of(), newer(ClassReferences.of(classes, "com/google/gson/")));
  }

  /** What of the used members is not in the list. */
  private static List<String> newer(TreeSet<String> used) {
    return used.stream()
        .map(member -> member.replace("com/google/gson/stream/", ""))
        .filter(member -> !OF_2_8_9.contains(member))
        .toList();
  }
}
