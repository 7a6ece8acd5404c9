/** Mail handed over by Postmark's inbound webhook, whole or parsed. */
@NullMarked
package io.omnigate.channels.postmark;

import org.jspecify.annotations.NullMarked;
