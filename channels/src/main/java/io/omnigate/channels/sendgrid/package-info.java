/** Mail handed over by SendGrid's inbound parse, raw or parsed. */
@NullMarked
package io.omnigate.channels.sendgrid;

import org.jspecify.annotations.NullMarked;
