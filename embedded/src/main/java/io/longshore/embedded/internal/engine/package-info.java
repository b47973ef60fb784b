/** The engine's state: containers, processes, logs, images and events. Nothing here knows HTTP. */
@NullMarked
package io.longshore.embedded.internal.engine;

import org.jspecify.annotations.NullMarked;
