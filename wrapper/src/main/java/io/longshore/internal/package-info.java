/** What several resources share and nobody outside sees. */
@NullMarked
package io.longshore.internal;

import org.jspecify.annotations.NullMarked;

