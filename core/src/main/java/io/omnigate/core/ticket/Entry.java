package io.omnigate.core.ticket;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One line of a ticket's thread.
 *
 * @param seq its place in the thread: 1, 2, 3 … without gaps
 * @param id a ULID
 * @param text what was written, whole; for an event a sentence that says what happened
 * @param html the HTML as it came, unsanitised; null where there was none
 * @param facts what machines want to know: for an event {@code event}, {@code from}, {@code to} …,
 *     for a message {@code messageId} …
 * @param delivery how far it came, where it goes to the customer; an acknowledgement goes with the
 *     event that its ticket was opened by
 */
public record Entry(
    int seq,
    String id,
    Instant at,
    Kind kind,
    Direction direction,
    Author author,
    String text,
    @Nullable String html,
    Map<String, Object> facts,
    List<AttachmentInfo> attachments,
    @Nullable Delivery delivery) {

  /** An entry that does not leave the house. */
  public Entry(
      int seq,
      String id,
      Instant at,
      Kind kind,
      Direction direction,
      Author author,
      String text,
      @Nullable String html,
      Map<String, Object> facts,
      List<AttachmentInfo> attachments) {
    this(seq, id, at, kind, direction, author, text, html, facts, attachments, null);
  }

  /**
   * How far a message came on its way to the customer.
   *
   * @param state {@code pending}, {@code sent}, {@code failed}, {@code uncertain} or {@code
   *     suppressed}
   * @param purpose {@code answer}, {@code acknowledgement}, {@code reminder} or {@code closing}
   * @param attempts how often it was tried
   * @param reason what the last try that did not go well came to; null for none
   * @param nextAttemptAt when it is tried next; past where it is being tried, null once the state
   *     is final
   * @param finishedAt when the state became final; null while it is pending
   * @param deliveredAt when the provider says that it arrived; null where it says nothing
   * @param readAt when the provider says that it was read; null where it says nothing
   */
  public record Delivery(
      String state,
      String purpose,
      int attempts,
      @Nullable String reason,
      @Nullable Instant nextAttemptAt,
      @Nullable Instant finishedAt,
      @Nullable Instant deliveredAt,
      @Nullable Instant readAt) {}

  /** What an entry is; the codes are stored. */
  public enum Kind {
    /** To or from the customer. */
    MESSAGE,
    /** Between agents; never leaves the house. */
    NOTE,
    /** Something happened to the ticket. */
    EVENT;

    /** The name used in JSON. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Which way an entry went; the codes are stored. */
  public enum Direction {
    /** From the customer. */
    IN,
    /** To the customer. */
    OUT,
    /** Stays here. */
    INTERNAL;

    /** The name used in JSON. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Who wrote an entry.
   *
   * @param name what to show; for a customer without a name the visitor ID
   * @param agent the agent's e-mail address, where an agent wrote it
   */
  public record Author(Type type, @Nullable String name, @Nullable String agent) {
    /** The gateway itself. */
    public static final Author SYSTEM = new Author(Type.SYSTEM, null, null);

    /** Who may write; the codes are stored. */
    public enum Type {
      /** The contact. */
      CUSTOMER,
      /** One of us. */
      AGENT,
      /** The gateway. */
      SYSTEM;

      /** The name used in JSON. */
      public String wire() {
        return name().toLowerCase(Locale.ROOT);
      }
    }
  }

  /**
   * What is known of a file without opening it.
   *
   * @param name data only: never part of a path
   * @param size in bytes
   * @param contentId by which the entry's HTML shows it, without angle brackets
   */
  public record AttachmentInfo(
      String id, String name, String mediaType, long size, @Nullable String contentId) {
    /** A file that no HTML refers to. */
    public AttachmentInfo(String id, String name, String mediaType, long size) {
      this(id, name, mediaType, size, null);
    }
  }
}
