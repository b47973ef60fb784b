/**
 * The experimental networking API of Docker 1.8 (API 1.20): networks, endpoints and services. Start with
 * {@link io.longshore.DockerClient#experimental()}.
 *
 * <p>No other engine serves it: since API 1.21 networks and services are other things with the same names, and nothing
 * of this package works with them. At such an engine every call throws {@link io.longshore.error.UnsupportedException}.
 *
 * <p>Handles hold an id and no state; everything but their getters asks the engine. Resources and handles are safe for
 * use by many threads, builders of options are for one. Whatever the engine answers is a
 * {@link io.longshore.error.EngineException} with its status and its words; 403, which Docker 1.8 said where engines say 409
 * today, is a {@link io.longshore.error.ConflictException}. Arguments that the engine would misunderstand are refused with an
 * {@link java.lang.IllegalArgumentException} before anything is sent.
 */
@NullMarked
package io.longshore.experimental;

import org.jspecify.annotations.NullMarked;

