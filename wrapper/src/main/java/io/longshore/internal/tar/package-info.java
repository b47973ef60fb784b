/** Archives: creates them from local trees, and extracts them into local trees without leaving the target. */
@NullMarked
package io.longshore.internal.tar;

import org.jspecify.annotations.NullMarked;
