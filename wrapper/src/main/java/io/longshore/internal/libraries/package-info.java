/** Checks whether the libraries of a program are those that this client works with. */
@NullMarked
package io.longshore.internal.libraries;

import org.jspecify.annotations.NullMarked;
