package io.omnigate.core.outbox;

import io.omnigate.core.file.SliceStream;
import io.omnigate.core.file.Slices;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One message as its {@link Courier} gets it, with what went before it; whole but for its files.
 *
 * @param message its id (the same at each try, fit for an idempotency key), ticket, channel,
 *     recipient
 * @param attempt 1 for the first try
 * @param content what is to be said
 * @param about the ticket it belongs to
 * @param answered the customer's latest message before it, a machine's only where no person wrote;
 *     null where there is none
 * @param references the Message-IDs of the thread's earlier mails, oldest first; empty elsewhere
 */
public record Delivery(
    OutboundMessage message,
    int attempt,
    Purpose purpose,
    Content content,
    About about,
    @Nullable Received answered,
    List<String> references) {

  /**
   * What is to be said.
   *
   * @param subject one line; channels without subjects leave it out
   * @param text plain text, whole
   * @param html an agent's HTML, as it was given; null where there was none
   * @param files those that a purge has not taken
   */
  public record Content(String subject, String text, @Nullable String html, List<File> files) {}

  /**
   * A file of the message, whose bytes stay where they are until somebody sends them.
   *
   * @param id under which it is kept and downloaded
   * @param size in bytes
   * @param contentId without angle brackets, for pictures shown inside the HTML
   * @param slices gives the bytes, unless a purge takes them meanwhile
   */
  public record File(
      String id,
      String name,
      String mediaType,
      long size,
      @Nullable String contentId,
      Slices slices) {
    /** The bytes, once more. */
    public SliceStream bytes() {
      return new SliceStream(slices, size);
    }
  }

  /**
   * The ticket.
   *
   * @param author the agent's name; null for automatic messages
   * @param languages the contact's, in order of preference (BCP 47), told on this ticket or else on
   *     another of theirs; may be empty
   * @param dueAt by when an answer is owed; null where none is
   * @param heardAt when the customer wrote last, also where that was after this message: by the
   *     provider's clock, where that is within the week before it came; null where they never did
   */
  public record About(
      String subject,
      String department,
      @Nullable String author,
      List<String> languages,
      Instant createdAt,
      @Nullable Instant dueAt,
      @Nullable Instant heardAt) {}

  /**
   * A message of the customer's.
   *
   * @param author the customer's name or visitor ID; null where neither is known
   * @param facts what the channel noted of it, such as a reply token or a thread's id
   */
  public record Received(
      Instant at, @Nullable String author, String text, Map<String, Object> facts) {}
}
