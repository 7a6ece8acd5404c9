/** The X Account Activity webhook: direct messages. */
@NullMarked
package io.omnigate.channels.x;

import org.jspecify.annotations.NullMarked;
