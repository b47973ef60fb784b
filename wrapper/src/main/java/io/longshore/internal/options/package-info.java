/** What the option classes of the public packages collect. */
@NullMarked
package io.longshore.internal.options;

import org.jspecify.annotations.NullMarked;
