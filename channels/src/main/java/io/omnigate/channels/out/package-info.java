/** What the ways out by providers' APIs share: one HTTP call, one message in parts. */
@NullMarked
package io.omnigate.channels.out;

import org.jspecify.annotations.NullMarked;
