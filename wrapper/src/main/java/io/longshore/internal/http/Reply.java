package io.longshore.internal.http;

import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/** An answer that has been read to its end. */
public record Reply<T>(int status, Headers headers, @Nullable T body) {}
