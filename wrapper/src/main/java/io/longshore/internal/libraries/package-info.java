/** Whether the libraries that a program brings together are those that this client works with. */
@NullMarked
package io.longshore.internal.libraries;

import org.jspecify.annotations.NullMarked;

