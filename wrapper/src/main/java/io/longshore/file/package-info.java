/** The files of a container: {@link io.longshore.file.ContainerFiles}. */
@NullMarked
package io.longshore.file;

import org.jspecify.annotations.NullMarked;
