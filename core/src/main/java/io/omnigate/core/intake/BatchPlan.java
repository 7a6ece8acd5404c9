package io.omnigate.core.intake;

import io.omnigate.core.contact.Identity;
import io.omnigate.core.contact.VisitorId;
import io.omnigate.core.intake.BatchView.ConversationKey;
import io.omnigate.core.ticket.Entry;
import io.omnigate.core.ticket.Status;
import io.omnigate.core.ticket.TicketId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a batch writes, decided and not yet written. Filled by {@link Planner}, row by row. */
public final class BatchPlan {
  final List<NewContact> contacts = new ArrayList<>();
  final List<ContactName> names = new ArrayList<>();
  final List<IdentityOwner> fresh = new ArrayList<>();
  final List<IdentityOwner> owners = new ArrayList<>();
  final List<Identity> dropped = new ArrayList<>();
  final Map<TicketId, TicketDraft> tickets = new LinkedHashMap<>();
  final List<NewEntry> entries = new ArrayList<>();
  final List<NewConversation> conversations = new ArrayList<>();
  final List<ConversationMove> moves = new ArrayList<>();
  final List<NewInbound> inbound = new ArrayList<>();
  final List<NewAcknowledgement> acknowledgements = new ArrayList<>();
  final List<InboundMessage.Returned> returned = new ArrayList<>();
  final List<InboundMessage> setAside = new ArrayList<>();
  final List<StatusChange> statusChanges = new ArrayList<>();
  final List<BatchStore.Result> results = new ArrayList<>();

  /** Contacts seen for the first time. */
  public List<NewContact> contacts() {
    return contacts;
  }

  /** Contacts whose name is known from now on. */
  public List<ContactName> names() {
    return names;
  }

  /**
   * Addresses that nobody can have had, each with its first owner; sorted, so that two nodes that
   * were given the same messages wait for each other instead of deadlocking.
   */
  public List<IdentityOwner> fresh() {
    return fresh.stream().sorted(Comparator.comparing(IdentityOwner::identity)).toList();
  }

  /** Addresses that go to a contact, or are vouched for from now on. */
  public List<IdentityOwner> owners() {
    return owners;
  }

  /** Addresses claimed for messages that are not stored after all. */
  public List<Identity> dropped() {
    return dropped;
  }

  /** Tickets opened by the batch. */
  public List<TicketDraft> opened() {
    return tickets.values().stream().filter(TicketDraft::isNew).toList();
  }

  /** Tickets that were there and changed. */
  public List<TicketDraft> changed() {
    return tickets.values().stream().filter(each -> !each.isNew() && each.isChanged()).toList();
  }

  /** Thread entries. */
  public List<NewEntry> entries() {
    return entries;
  }

  /** Conversation keys that lead somewhere for the first time. */
  public List<NewConversation> conversations() {
    return conversations;
  }

  /** Conversation keys that lead to a follow-up from now on. */
  public List<ConversationMove> moves() {
    return moves;
  }

  /** The messages stored for the first time, with their receipts. */
  public List<NewInbound> inbound() {
    return inbound;
  }

  /** Acknowledgements to be sent. */
  public List<NewAcknowledgement> acknowledgements() {
    return acknowledgements;
  }

  /** Messages of ours that will never arrive. */
  public List<InboundMessage.Returned> returned() {
    return returned;
  }

  /** Bounces of mail that was not ours: kept, and of no ticket. */
  public List<InboundMessage> setAside() {
    return setAside;
  }

  /** The changes of status, for the metrics. */
  public List<StatusChange> statusChanges() {
    return statusChanges;
  }

  /** A result for each message, in the order they came. */
  public List<BatchStore.Result> results() {
    return results;
  }

  /** Whether there is nothing to write. */
  public boolean isEmpty() {
    return inbound.isEmpty() && dropped.isEmpty() && setAside.isEmpty();
  }

  Collection<TicketDraft> drafts() {
    return tickets.values();
  }

  /** A contact's row. */
  public record NewContact(
      UUID id,
      @Nullable VisitorId visitor,
      @Nullable String name,
      @Nullable String email,
      @Nullable String phone,
      Instant createdAt) {}

  /** A name for a contact that had none. */
  public record ContactName(UUID contact, String name) {}

  /** The owner of an address. */
  public record IdentityOwner(Identity identity, UUID contact) {}

  /** A thread entry of a ticket. */
  public record NewEntry(TicketId ticket, Entry entry, List<Attachment> files) {}

  /** A conversation key and where it leads. */
  public record NewConversation(ConversationKey key, TicketId ticket) {}

  /** A conversation key and where it leads from now on. */
  public record ConversationMove(ConversationKey key, TicketId from, TicketId to) {}

  /** A stored message and the receipt it is answered with, now and whenever it comes again. */
  public record NewInbound(InboundMessage message, Receipt receipt) {}

  /**
   * An acknowledgement in the outbox.
   *
   * @param created the event that the ticket was opened with
   * @param recipient who hears of it, or is first asked whether the address is theirs
   */
  public record NewAcknowledgement(
      TicketId ticket,
      Entry created,
      String channel,
      String kind,
      InboundMessage.Addressee recipient) {}

  /** A ticket went from one status to another; from null where it was opened. */
  public record StatusChange(@Nullable Status from, Status to) {}
}
