package io.longshore.image;

/**
 * An image that a registry has now.
 *
 * @param reference its name and tag, as it was pushed
 * @param digest what the registry knows it by, for example {@code sha256:…}; {@code name@digest} always means this
 *     image, while the tag may move
 * @param size the size of its manifest in bytes, without layers
 */
public record PushedImage(String reference, String digest, long size) {}
