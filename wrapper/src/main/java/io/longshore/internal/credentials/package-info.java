/** Credentials for registries: which registry an image is of, where its credentials are, and what a refusal means. */
@NullMarked
package io.longshore.internal.credentials;

import org.jspecify.annotations.NullMarked;
