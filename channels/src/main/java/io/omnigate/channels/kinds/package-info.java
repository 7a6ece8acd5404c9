/** Which kinds of channel there are, and how each is made from its configuration. */
@NullMarked
package io.omnigate.channels.kinds;

import org.jspecify.annotations.NullMarked;
