/** Connections to the standard streams of running programs. */
@NullMarked
package io.longshore.session;

import org.jspecify.annotations.NullMarked;
