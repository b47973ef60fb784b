/** Volumes: the handle {@link io.longshore.volume.Volume} and the collection that it comes from. */
@NullMarked
package io.longshore.volume;

import org.jspecify.annotations.NullMarked;
