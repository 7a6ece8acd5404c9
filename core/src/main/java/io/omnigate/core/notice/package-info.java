/** What providers tell of messages that are stored already. */
@NullMarked
package io.omnigate.core.notice;

import org.jspecify.annotations.NullMarked;
