package io.longshore.image;

/** When an image is pulled before a container is created from it. */
public enum PullPolicy {
  /** If the engine does not have it, or only for another platform than the one that is requested. */
  MISSING,
  /** Every time. */
  ALWAYS,
  /** Never; an image that the engine does not have is an error. */
  NEVER
}
