/** How operations report to a {@code TransferProgress}. */
@NullMarked
package io.longshore.internal.progress;

import org.jspecify.annotations.NullMarked;
