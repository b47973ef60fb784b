package io.longshore.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Which of gson's members there are since 2.8.9. Before adding to this list, look whether that version has the member
 * too.
 */
public final class OldGson {
  /** Names without their package. */
  private static final List<String> OF_2_8_9 = List.of(
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
      "JsonReader.skipValue ()V",
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

  private OldGson() {}

  /** What compiled classes use of gson and is not in the list. */
  public static List<String> newer(Path classes) throws IOException {
    return ClassReferences.of(classes, "com/google/gson/").stream()
        .map(member -> member.replace("com/google/gson/stream/", ""))
        .filter(member -> !OF_2_8_9.contains(member))
        .toList();
  }
}
