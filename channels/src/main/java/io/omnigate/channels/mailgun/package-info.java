/** Mail handed over by Mailgun's routes, whole or parsed. */
@NullMarked
package io.omnigate.channels.mailgun;

import org.jspecify.annotations.NullMarked;
