package io.longshore.embedded.internal.network;

/** A container, as its networks know it. */
public interface Member {
  /** The container's id. */
  String id();

  /** The container's name of this moment. */
  String name();
}
