/** Streams of items and bytes, and of logs: what they give, and how they end. */
@NullMarked
package io.longshore.stream;

import org.jspecify.annotations.NullMarked;
