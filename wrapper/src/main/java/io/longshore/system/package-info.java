/** The engine itself. */
@NullMarked
package io.longshore.system;

import org.jspecify.annotations.NullMarked;
