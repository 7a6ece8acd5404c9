package io.omnigate.core.outbox;

import io.omnigate.core.ticket.TicketId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An answer on its way out, durable with the ticket's change.
 *
 * @param id the ULID of the thread entry it carries
 * @param recipient in the channel's own form: an e-mail address, a chat session, a sender id
 * @param messageId for e-mail, the signed Message-ID it goes out with
 */
public record OutboundMessage(
    String id,
    TicketId ticket,
    String channel,
    String kind,
    String recipient,
    @Nullable String messageId,
    Instant createdAt) {}
