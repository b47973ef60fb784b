/** Containers: the handle {@link io.longshore.container.Container}, and the options of its operations. */
@NullMarked
package io.longshore.container;

import org.jspecify.annotations.NullMarked;
