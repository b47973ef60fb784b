package io.longshore.image;

/** When an image is pulled before a container is made of it. */
public enum PullPolicy {
  /** When the engine does not have it, or only for another platform than the one that is asked for. */
  MISSING,
  /** Each time. */
  ALWAYS,
  /** Never; an image that the engine does not have is an error. */
  NEVER
}
