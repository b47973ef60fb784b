/** The one executor: versions, deadlines, errors and redaction live here, once. */
@NullMarked
package io.longshore.internal.http;

import org.jspecify.annotations.NullMarked;
