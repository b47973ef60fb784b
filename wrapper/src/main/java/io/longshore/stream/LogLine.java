package io.longshore.stream;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A line that a process wrote.
 *
 * @param stream where it was written
 * @param text the line without its end; bytes that are no UTF-8 become U+FFFD
 * @param complete false when the line was longer than the bound and goes on in the next line of this stream, or when the
 *     log ended without a line end
 * @param time when the engine got its beginning; null unless the log was asked for with
 *     {@link LogOptions#timestamps}
 */
public record LogLine(StdStream stream, String text, boolean complete, @Nullable Instant time) {}
