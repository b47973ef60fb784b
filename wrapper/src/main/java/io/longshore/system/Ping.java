package io.longshore.system;

import org.jspecify.annotations.Nullable;

/**
 * What an engine reports about itself in a ping.
 *
 * @param apiVersion the newest API version that it speaks, or null if the engine does not send it
 * @param osType {@code linux} or {@code windows}, or null if the engine does not send it
 * @param server its name and version, or null if the engine does not send it
 * @param experimental whether its experimental features are on
 */
public record Ping(
    @Nullable String apiVersion, @Nullable String osType, @Nullable String server, boolean experimental) {}
