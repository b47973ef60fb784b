/**
 * How bytes reach an engine: unix sockets, TCP and TLS as JDK channels under OkHttp.
 *
 * <p>{@link io.longshore.internal.transport.Transport} is the way in. Everything here throws
 * {@link java.io.IOException}; {@link io.longshore.internal.transport.FailureKind} sorts them.
 */
@NullMarked
package io.longshore.internal.transport;

import org.jspecify.annotations.NullMarked;
