/** A small HTTP/1.1 server over channels: what an engine does on its socket, and what can go wrong there. */
@NullMarked
package io.longshore.embedded.internal.http;

import org.jspecify.annotations.NullMarked;
