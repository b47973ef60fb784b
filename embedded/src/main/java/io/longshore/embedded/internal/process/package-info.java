/** What a process in a container is to the programs that run in it: its files, streams, user and signals. */
@NullMarked
package io.longshore.embedded.internal.process;

import org.jspecify.annotations.NullMarked;
