/** The entry point, {@link io.longshore.DockerClient}, with its settings, its streams and its errors. */
@NullMarked
package io.longshore;

import org.jspecify.annotations.NullMarked;
