/** Parses logs and outputs, and follows them. */
@NullMarked
package io.longshore.internal.log;

import org.jspecify.annotations.NullMarked;
