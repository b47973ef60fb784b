package io.longshore.system;

import org.jspecify.annotations.Nullable;

/**
 * What an engine says of itself when it is asked whether it is there.
 *
 * @param apiVersion the newest API version that it speaks, or null where it does not say
 * @param osType {@code linux} or {@code windows}, or null where it does not say
 * @param server its name and version, or null where it does not say
 * @param experimental whether its experimental features are on
 */
public record Ping(
    @Nullable String apiVersion, @Nullable String osType, @Nullable String server, boolean experimental) {}
