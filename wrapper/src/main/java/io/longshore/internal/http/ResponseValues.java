package io.longshore.internal.http;

import io.longshore.generated.runtime.JsonAdapter;
import io.longshore.generated.runtime.JsonSequence;
import io.longshore.generated.runtime.UnknownListener;
import io.longshore.internal.stream.Source;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The JSON values of an answer that flows. */
final class ResponseValues<T> implements Source<T> {
  private final Opening opening;
  private final JsonAdapter<T> adapter;
  private final UnknownListener unknown;
  private final long maxAnswer;
  private @Nullable JsonSequence<T> values;

  ResponseValues(Opening opening, JsonAdapter<T> adapter, UnknownListener unknown, long maxAnswer) {
    this.opening = opening;
    this.adapter = adapter;
    this.unknown = unknown;
    this.maxAnswer = maxAnswer;
  }

  @Override
  public @Nullable T next() {
    EngineConnection.Opened opened = opening.get();
    JsonSequence<T> from = values;
    if (from == null) {
      from = new JsonSequence<>(adapter, opened.input(), unknown, maxAnswer);
      values = from;
    }
    try {
      T next = from.next();
      opened.bytes().gotOn();
      return next;
    } catch (IOException e) {
      throw opened.inStream(e);
    }
  }

  @Override
  public void close() {
    opening.close();
  }
}
