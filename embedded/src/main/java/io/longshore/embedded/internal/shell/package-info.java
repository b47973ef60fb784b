/** The {@code sh} of the image {@code busybox}. */
@NullMarked
package io.longshore.embedded.internal.shell;

import org.jspecify.annotations.NullMarked;
