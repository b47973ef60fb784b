/** The programs of the image {@code busybox}. */
@NullMarked
package io.longshore.embedded.internal.toolbox;

import org.jspecify.annotations.NullMarked;
