/** Builds of images, and their cache. */
@NullMarked
package io.longshore.build;

import org.jspecify.annotations.NullMarked;
