/** Code that several resources share, not part of the API. */
@NullMarked
package io.longshore.internal;

import org.jspecify.annotations.NullMarked;
