/** What all packages of the embedded engine share. */
@NullMarked
package io.longshore.embedded.internal;

import org.jspecify.annotations.NullMarked;
