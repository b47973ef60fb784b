/**
 * What Longshore promises of an engine, shown on every engine there is: the embedded one always, and the real ones that
 * the environment names (see {@link io.longshore.contract.Settings}).
 */
package io.longshore.contract;
