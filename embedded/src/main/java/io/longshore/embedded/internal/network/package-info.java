/** The embedded engine's networks: their addresses, who is in them, and the traffic between programs. */
@NullMarked
package io.longshore.embedded.internal.network;

import org.jspecify.annotations.NullMarked;
