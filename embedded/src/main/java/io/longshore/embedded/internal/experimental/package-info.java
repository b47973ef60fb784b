/** Docker 1.8's experimental networks, endpoints and services. */
@NullMarked
package io.longshore.embedded.internal.experimental;

import org.jspecify.annotations.NullMarked;
