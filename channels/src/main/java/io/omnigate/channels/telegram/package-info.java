/** The Telegram bot webhook. */
@NullMarked
package io.omnigate.channels.telegram;

import org.jspecify.annotations.NullMarked;
