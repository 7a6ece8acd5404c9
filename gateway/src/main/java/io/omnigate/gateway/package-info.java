/** The running gateway: Main wires everything, read from top to bottom. */
@NullMarked
package io.omnigate.gateway;

import org.jspecify.annotations.NullMarked;
