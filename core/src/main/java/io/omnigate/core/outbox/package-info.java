/** What must leave the house, durable before it is sent. */
@NullMarked
package io.omnigate.core.outbox;

import org.jspecify.annotations.NullMarked;
