/** The Engine API's routes: from requests to the state and back. */
@NullMarked
package io.longshore.embedded.internal.api;

import org.jspecify.annotations.NullMarked;
