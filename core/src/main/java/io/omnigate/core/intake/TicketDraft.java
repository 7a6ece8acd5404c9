package io.omnigate.core.intake;

import io.omnigate.core.intake.BatchView.LockedTicket;
import io.omnigate.core.ticket.Status;
import io.omnigate.core.ticket.TicketId;
import io.omnigate.core.ticket.TicketState;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A ticket while a batch is planned: several messages of the batch may go to the same one, each
 * sees what the one before left.
 */
public final class TicketDraft {
  private final TicketId id;
  private final UUID contact;
  private final @Nullable Opening opening;
  private final String recipient;
  private final Status storedStatus;
  private final long storedVersion;
  private TicketState state;
  private int lastSeq;
  private long version;
  private int messageCount;
  private String preview;
  private @Nullable TicketId continuedIn;

  private TicketDraft(LockedTicket stored, @Nullable Opening opening) {
    this.id = stored.id();
    this.contact = stored.contact();
    this.opening = opening;
    this.recipient = stored.recipient();
    this.storedStatus = stored.state().status();
    this.storedVersion = stored.version();
    this.state = stored.state();
    this.lastSeq = stored.lastSeq();
    this.version = stored.version();
    this.messageCount = stored.messageCount();
    this.preview = stored.preview();
    this.continuedIn = stored.continuedIn();
  }

  static TicketDraft of(LockedTicket stored) {
    return new TicketDraft(stored, null);
  }

  static TicketDraft open(TicketId id, UUID contact, TicketState state, Opening opening) {
    return new TicketDraft(
        new LockedTicket(id, state, contact, 0, 0, 0, "", opening.recipient(), null), opening);
  }

  /**
   * What is said of a ticket once, when it is opened.
   *
   * @param recipient where answers go, in the channel's own form; empty where nowhere
   */
  public record Opening(
      String subject,
      String channel,
      String kind,
      String department,
      List<String> tags,
      Instant createdAt,
      String recipient,
      @Nullable TicketId followUpOf) {}

  /** The ticket's ID. */
  public TicketId id() {
    return id;
  }

  /** Whose ticket it is. */
  public UUID contact() {
    return contact;
  }

  /** Where its answers go, in the channel's own form. */
  public String recipient() {
    return recipient;
  }

  /** What is said of a new ticket; null for one that was there. */
  public @Nullable Opening opening() {
    return opening;
  }

  /** Whether the batch opens it. */
  public boolean isNew() {
    return opening != null;
  }

  /** Whether the batch writes on it. */
  public boolean isChanged() {
    return version != storedVersion;
  }

  /** The status the database has, which the update names. */
  public Status storedStatus() {
    return storedStatus;
  }

  /** The version the database has, which the update names. */
  public long storedVersion() {
    return storedVersion;
  }

  /** The state after the batch. */
  public TicketState state() {
    return state;
  }

  /** The number of the last thread entry after the batch. */
  public int lastSeq() {
    return lastSeq;
  }

  /** The version after the batch. */
  public long version() {
    return version;
  }

  /** The messages after the batch. */
  public int messageCount() {
    return messageCount;
  }

  /** The preview after the batch. */
  public String preview() {
    return preview;
  }

  /** The follow-up that goes on for it. */
  public @Nullable TicketId continuedIn() {
    return continuedIn;
  }

  int nextSeq() {
    return ++lastSeq;
  }

  void change(TicketState to) {
    state = to;
    version++;
  }

  /**
   * Counts a message and shows it, unless it is a machine's and something is shown already.
   *
   * @param shown the preview it makes
   */
  void message(String shown, boolean byPerson) {
    messageCount++;
    preview = byPerson || preview.isEmpty() ? shown : preview;
  }

  void continueIn(TicketId followUp) {
    continuedIn = followUp;
  }
}
