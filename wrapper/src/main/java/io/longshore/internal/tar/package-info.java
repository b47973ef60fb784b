/** Archives: local trees become them, and they become local trees without leaving their place. */
@NullMarked
package io.longshore.internal.tar;

import org.jspecify.annotations.NullMarked;

