/** Networks: the handle {@link io.longshore.network.Network} and the collection that it comes from. */
@NullMarked
package io.longshore.network;

import org.jspecify.annotations.NullMarked;
