/** Mail on its way out: composed, guarded, handed to an SMTP server. */
@NullMarked
package io.omnigate.channels.email.out;

import org.jspecify.annotations.NullMarked;
