/** What generated models and operations are built from: JSON in and out, and a request as data. */
@NullMarked
package io.longshore.generated.runtime;

import org.jspecify.annotations.NullMarked;
