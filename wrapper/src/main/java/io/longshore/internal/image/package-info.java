/** What images are called, and for which platform they are. */
@NullMarked
package io.longshore.internal.image;

import org.jspecify.annotations.NullMarked;
