/** What calls throw: each is an {@link io.longshore.error.DockerException}. */
@NullMarked
package io.longshore.error;

import org.jspecify.annotations.NullMarked;
