/** The web chat: JSON messages within a signed session. */
@NullMarked
package io.omnigate.channels.chat;

import org.jspecify.annotations.NullMarked;
