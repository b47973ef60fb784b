/** Every public operation against answers that were changed by chance. */
package io.longshore.fuzz;
