/** Images: the handle {@link io.longshore.image.Image}, and the options of its operations. */
@NullMarked
package io.longshore.image;

import org.jspecify.annotations.NullMarked;
