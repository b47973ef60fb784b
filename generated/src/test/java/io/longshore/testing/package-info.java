/** What the tests of more than one module use; published as the test-jar of this module. */
package io.longshore.testing;
