package io.longshore.progress;

/**
 * A layer, or another part of a transfer that the engine reports on its own, or a step of a build.
 *
 * @param id the engine's short name for it, mostly twelve digits of a digest, or what a step of a build does; it is the
 *     engine's text, unchecked
 * @param phase what is being done with it
 * @param words the engine's own words for the phase, unchecked
 * @param transfer what has gone over the network. The total is empty until the engine has sent a size: before a layer
 *     begins, and for small layers, of which some engines report only the end
 * @param unpacking what has been unpacked; the total is empty if the engine does not report it. In a pull it counts the
 *     same compressed bytes as the transfer
 */
public record TransferItem(String id, TransferPhase phase, String words, ByteCount transfer, ByteCount unpacking) {}
