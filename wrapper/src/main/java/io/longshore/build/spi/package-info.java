/**
 * How builds get a session: for libraries that serve one, not for programs. {@code longshore-buildkit} is such a
 * library.
 */
@NullMarked
package io.longshore.build.spi;

import org.jspecify.annotations.NullMarked;
