/** Models of the experimental networking API of Docker 1.8, generated from the spec. */
@NullMarked
package io.longshore.generated.experimental.model;

import org.jspecify.annotations.NullMarked;
