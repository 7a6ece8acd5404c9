/** The LINE Messaging API webhook. */
@NullMarked
package io.omnigate.channels.line;

import org.jspecify.annotations.NullMarked;
