package io.longshore.container;

/**
 * A line that a process wrote.
 *
 * @param stream where it was written
 * @param text the line without its end; bytes that are no UTF-8 become U+FFFD
 * @param complete false when the line was longer than the bound and goes on in the next line of this stream, or when the
 *     log ended without a line end
 */
public record LogLine(StdStream stream, String text, boolean complete) {}
