/**
 * How far a pull or a copy has come: {@link io.longshore.progress.TransferProgress} for programs,
 * {@link io.longshore.progress.ConsoleProgress} for terminals.
 */
@NullMarked
package io.longshore.progress;

import org.jspecify.annotations.NullMarked;
