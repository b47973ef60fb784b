/** A gRPC server for one connection, over Netty's HTTP/2 codec. It knows nothing of what the calls mean. */
@NullMarked
package io.longshore.buildkit;

import org.jspecify.annotations.NullMarked;
