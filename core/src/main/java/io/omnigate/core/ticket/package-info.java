/** Tickets, their statuses and the one table of transitions; pure Java, the time is an argument. */
@NullMarked
package io.omnigate.core.ticket;

import org.jspecify.annotations.NullMarked;
