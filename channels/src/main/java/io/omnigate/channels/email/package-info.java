/** Mail handed over by a relay, taken apart under bounds; all kinds of relay share it. */
@NullMarked
package io.omnigate.channels.email;

import org.jspecify.annotations.NullMarked;
