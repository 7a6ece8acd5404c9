package io.omnigate.core.desk;

import io.omnigate.core.agent.Agent;
import io.omnigate.core.ticket.TicketId;
import org.jspecify.annotations.Nullable;

/**
 * An agent asks for the next ticket to solve.
 *
 * @param skip a ticket leased to this agent that is to go back; it is not given to the same agent
 *     again while the skip lasts
 * @param reason why it is skipped; noted on the ticket
 */
public record NextRequest(Agent agent, @Nullable TicketId skip, @Nullable String reason) {}
