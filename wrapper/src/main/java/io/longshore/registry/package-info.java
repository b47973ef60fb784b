/** Registries: credentials for them, logins, and what they have. */
@NullMarked
package io.longshore.registry;

import org.jspecify.annotations.NullMarked;
