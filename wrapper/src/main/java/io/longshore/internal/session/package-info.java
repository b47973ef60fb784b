/** What runs a session: its threads, buffers and ends. */
@NullMarked
package io.longshore.internal.session;

import org.jspecify.annotations.NullMarked;
