/** The web chat's WebSocket: what visitors send, and what they are sent. */
@NullMarked
package io.omnigate.channels.chat.live;

import org.jspecify.annotations.NullMarked;
