/**
 * Where the engine is, found as the docker CLI finds it: environment variables, contexts, platform
 * sockets. Reads files, never the network.
 */
@NullMarked
package io.longshore.internal.config;

import org.jspecify.annotations.NullMarked;
