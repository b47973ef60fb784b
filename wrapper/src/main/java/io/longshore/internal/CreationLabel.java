package io.longshore.internal;

/** The label by which a container is found whose creation was not answered. */
public final class CreationLabel {
  /** Its name; its value is unique for each container. */
  public static final String NAME = "io.longshore.create";

  private CreationLabel() {}
}
