package io.omnigate.core.intake;

import io.omnigate.core.contact.Identity;
import io.omnigate.core.contact.VisitorId;
import io.omnigate.core.ticket.TicketId;
import io.omnigate.core.ticket.TicketState;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the database knows of a batch, read after the batch's addresses were claimed and with its
 * tickets locked: nothing in here changes before the batch commits.
 *
 * @param inbound the messages that were stored before
 * @param identities every address of the batch, claimed by it or by somebody earlier; not those
 *     that follow from a message which begins its conversation
 * @param conversations the conversation keys that are known
 * @param tickets the tickets the batch may write on, locked
 * @param continuations for each ticket named by a conversation or a token the ticket that goes on
 *     for it; itself where it goes on
 */
public record BatchView(
    Map<InboundKey, KnownInbound> inbound,
    Map<IdentityKey, KnownIdentity> identities,
    Map<ConversationKey, TicketId> conversations,
    Map<TicketId, LockedTicket> tickets,
    Map<TicketId, TicketId> continuations) {

  /** By what a message is recognised when it comes again. */
  public record InboundKey(String channel, String key) {
    static InboundKey of(InboundMessage message) {
      return new InboundKey(message.origin().channel(), message.origin().key());
    }
  }

  /** An address, whoever vouches for it. */
  public record IdentityKey(Identity.Kind kind, String value) {
    static IdentityKey of(Identity identity) {
      return new IdentityKey(identity.kind(), identity.value());
    }
  }

  /** A conversation key in its channel. */
  public record ConversationKey(String channel, String key) {}

  /** A message stored before. */
  public record KnownInbound(Receipt receipt, Buffer rawSha256) {}

  /**
   * Whose address it is.
   *
   * @param contact the contact's row, or null where the address was claimed just now
   */
  public record KnownIdentity(UUID contactId, boolean verified, @Nullable KnownContact contact) {}

  /** A contact that is stored. */
  public record KnownContact(UUID id, @Nullable VisitorId visitor, @Nullable String name) {}

  /**
   * A ticket the batch may write on.
   *
   * @param recipient where its answers go
   */
  public record LockedTicket(
      TicketId id,
      TicketState state,
      UUID contact,
      int lastSeq,
      long version,
      int messageCount,
      String preview,
      String recipient,
      @Nullable TicketId continuedIn) {}
}
