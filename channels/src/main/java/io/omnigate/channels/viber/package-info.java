/** The Viber bot webhook. */
@NullMarked
package io.omnigate.channels.viber;

import org.jspecify.annotations.NullMarked;
