/**
 * The experimental networking API of Docker 1.8 (API 1.20): networks, endpoints and services. Start with
 * {@link io.longshore.DockerClient#experimental()}.
 *
 * <p>No other engine has it: since API 1.21 networks and services are different objects with the same names, and this
 * package does not work with them. With such an engine every call throws
 * {@link io.longshore.error.UnsupportedException}.
 *
 * <p>Handles have an id and no state; all methods except their getters ask the engine. Handles are thread-safe,
 * builders of options are not. A failure of the engine is an {@link io.longshore.error.EngineException} with its status
 * and its message; 403, which Docker 1.8 sends where later engines send 409, is a
 * {@link io.longshore.error.ConflictException}. Arguments that the engine would misunderstand are refused with an
 * {@link java.lang.IllegalArgumentException} before anything is sent.
 */
@NullMarked
package io.longshore.experimental;

import org.jspecify.annotations.NullMarked;
