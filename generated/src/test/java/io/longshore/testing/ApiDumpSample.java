package io.longshore.testing;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One of every kind of signature, for {@link ApiDumpTest}; public because the dump shows nothing else. */
public final class ApiDumpSample {
  private ApiDumpSample() {}

  /** Members of every visibility. */
  public abstract static class Sample<T extends Comparable<? super T>> implements AutoCloseable {
    /** A constant. */
    public static final @Nullable String NAME = null;

    /** For subclasses. */
    protected final int[] numbers = {};

    private final int hidden = 1;

    /** For subclasses. */
    protected Sample() {}

    /** Generics, annotations, varargs and an exception. */
    public @Nullable List<@Nullable T> find(Map<String, ? extends @Nullable Number> by, String... names)
        throws IOException {
      return null;
    }

    /** A variable of its own. */
    public <E extends Exception> void raise(Class<E> type, List<?> any) throws E {}

    @Override
    public abstract void close();

    abstract void notSeen();

    int notSeenEither() {
      return hidden;
    }
  }

  /** A record. */
  public record Pair(String left, Map.@Nullable Entry<String, Long> right) {}

  /** A sealed interface. */
  public sealed interface Shape {
    /** A default method. */
    default void draw() {}
  }

  /** A permitted class. */
  public static final class Circle implements Shape {}

  /** An enum. */
  public enum Size {
    /** A constant. */
    SMALL,
    /** A constant. */
    LARGE
  }

  static final class Hidden {
    /** Public by itself, and still out of reach. */
    public static final class Inside {}
  }
}
