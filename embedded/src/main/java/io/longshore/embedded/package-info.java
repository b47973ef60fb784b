/** A Docker engine inside the JVM; {@link io.longshore.embedded.EmbeddedEngine} starts one. */
@NullMarked
package io.longshore.embedded;

import org.jspecify.annotations.NullMarked;
