/** What visitors' browsers load: the chat widget, and a page that shows it. */
@NullMarked
package io.omnigate.channels.chat.page;

import org.jspecify.annotations.NullMarked;
