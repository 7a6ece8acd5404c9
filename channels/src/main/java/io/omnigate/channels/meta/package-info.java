/** The webhooks of Meta: Messenger, Instagram and WhatsApp. */
@NullMarked
package io.omnigate.channels.meta;

import org.jspecify.annotations.NullMarked;
