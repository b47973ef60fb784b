/** Streams below their public face: frames, lines, JSON sequences. */
@NullMarked
package io.longshore.internal.stream;

import org.jspecify.annotations.NullMarked;
