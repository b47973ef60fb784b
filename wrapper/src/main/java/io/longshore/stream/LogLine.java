package io.longshore.stream;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A line that a program wrote.
 *
 * @param stream where it was written
 * @param text the line without its end; invalid UTF-8 becomes U+FFFD
 * @param complete false if the line was longer than the limit and continues in the next line of this stream, or if the
 *     log ended without a line end
 * @param time when the engine received its beginning; null unless requested with
 *     {@link LogOptions#timestamps}
 */
public record LogLine(StdStream stream, String text, boolean complete, @Nullable Instant time) {}
