/** The live queue over WebSocket. */
@NullMarked
package io.omnigate.gateway.live;

import org.jspecify.annotations.NullMarked;
