/** Mail handed over by a relay as raw bytes, taken apart under bounds. */
@NullMarked
package io.omnigate.channels.email;

import org.jspecify.annotations.NullMarked;
