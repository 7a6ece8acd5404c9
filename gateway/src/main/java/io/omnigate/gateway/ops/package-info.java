/** Metrics and health on the management port. */
@NullMarked
package io.omnigate.gateway.ops;

import org.jspecify.annotations.NullMarked;
