/** The context of a build: the directory that is sent, without what its {@code .dockerignore} leaves out. */
@NullMarked
package io.longshore.internal.context;

import org.jspecify.annotations.NullMarked;
