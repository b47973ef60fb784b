/** The containers' files, in memory. */
@NullMarked
package io.longshore.embedded.internal.files;

import org.jspecify.annotations.NullMarked;
