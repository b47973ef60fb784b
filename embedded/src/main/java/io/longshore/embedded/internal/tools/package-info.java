/** The programs of the image {@code busybox}, apart from its shell. */
@NullMarked
package io.longshore.embedded.internal.tools;

import org.jspecify.annotations.NullMarked;
