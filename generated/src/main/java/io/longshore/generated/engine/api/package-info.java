/** Operations of the Docker Engine API, generated from the spec. */
@NullMarked
package io.longshore.generated.engine.api;

import org.jspecify.annotations.NullMarked;
