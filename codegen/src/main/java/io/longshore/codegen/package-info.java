/** What openapi-generator's Java generator lacks for our templates. */
@NullMarked
package io.longshore.codegen;

import org.jspecify.annotations.NullMarked;
