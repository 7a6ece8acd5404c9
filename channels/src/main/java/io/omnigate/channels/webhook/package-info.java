/** Any producer that signs JSON: the example of a channel. */
@NullMarked
package io.omnigate.channels.webhook;

import org.jspecify.annotations.NullMarked;
