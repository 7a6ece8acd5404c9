package io.omnigate.core.queue;

import io.omnigate.core.ticket.Ticket;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of the filtered tickets in queue order.
 *
 * @param next the place after which to go on; null where the list ends
 */
public record TicketPage(List<Ticket> tickets, @Nullable QueueKey next) {}
