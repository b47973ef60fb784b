package io.longshore.embedded.internal.build;

import io.longshore.embedded.internal.files.FileTree;
import java.util.Map;

/**
 * What a build is asked for.
 *
 * @param context the files to build from
 * @param arguments values for {@code ARG}
 * @param labels labels for the image
 * @param target the stage to end with; empty for the last one
 * @param removes whether the containers of steps that succeed are removed
 * @param alwaysRemoves whether those of steps that fail are removed, too
 */
public record BuildSettings(FileTree context, Map<String, String> arguments, Map<String, String> labels, String target,
    boolean removes, boolean alwaysRemoves) {
  /** Without the values of arguments, which may be secret. */
  @Override
  public String toString() {
    return "build of " + (target.isEmpty() ? "the last stage" : target);
  }
}
