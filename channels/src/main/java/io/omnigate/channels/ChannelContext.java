package io.omnigate.channels;

import io.omnigate.core.contact.VisitorId;
import io.omnigate.core.id.Signer;
import io.omnigate.core.id.Ulid;
import io.omnigate.core.intake.InboundMessage;
import io.omnigate.core.outbox.MessageIds;
import io.omnigate.core.ticket.TicketId;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * What channels are made with.
 *
 * @param ownDomains the domains of the addresses mail is sent from and answered to, in normal form
 * @param random from a secure source: ticket IDs and sessions must not be guessed
 * @param publicUrl where customers reach the gateway, without a trailing slash
 * @param departments the ids of the departments, the one that takes what names none first
 * @param phoneRegion the region (ISO 3166, two letters) of phone numbers without a country code;
 *     {@code ZZ} for none
 * @param sendingPatience how long handing one message over to a provider may take
 */
public record ChannelContext(
    Vertx vertx,
    Signer signer,
    MessageIds messageIds,
    Set<String> ownDomains,
    InstantSource clock,
    RandomGenerator random,
    String publicUrl,
    Set<String> departments,
    String phoneRegion,
    Duration sendingPatience) {

  /** Fresh ids for one message. */
  public InboundMessage.Ids freshIds(Instant at) {
    return new InboundMessage.Ids(
        TicketId.random(random), Ulid.next(at, random), VisitorId.random(random));
  }

  /** Where customers download files of ours. */
  public FileLinks fileLinks() {
    return new FileLinks(signer, publicUrl, clock);
  }
}
