/** The syntax of the docker command's flags, and of the shell that splits them; knows no options. */
@NullMarked
package io.longshore.internal.flags;

import org.jspecify.annotations.NullMarked;
