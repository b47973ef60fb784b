/** Models of the Docker Engine API, generated from the spec. */
@NullMarked
package io.longshore.generated.engine.model;

import org.jspecify.annotations.NullMarked;
