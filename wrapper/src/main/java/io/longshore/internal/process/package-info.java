/** Programs that run as children of this process. */
@NullMarked
package io.longshore.internal.process;

import org.jspecify.annotations.NullMarked;
