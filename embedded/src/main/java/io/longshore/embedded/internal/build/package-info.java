/** Builds images from Dockerfiles, as Docker's classic builder does. */
@NullMarked
package io.longshore.embedded.internal.build;

import org.jspecify.annotations.NullMarked;
