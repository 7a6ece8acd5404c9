package io.omnigate.core.notice;

import io.omnigate.core.conversation.Conversations.Had;
import java.time.Instant;

/** What a provider tells of another message: no customer text, and so no message. */
public sealed interface Notice {
  /** The channel's id. */
  String channel();

  /** When it was received, by our clock. */
  Instant at();

  /** What a customer did to one of their messages; it may come before the message does. */
  sealed interface OfMessage extends Notice {
    /** The conversation key that the message is stored with. */
    String conversation();

    /** The provider's id of the message, stored among its facts as {@code messageId}. */
    String messageId();
  }

  /** A customer took back what they had written. */
  record Withdrawn(String channel, String conversation, String messageId, Instant at)
      implements OfMessage {}

  /**
   * A customer wrote anew what they had written. The newer text is stored as a message before this
   * is told, with {@code edited} among its facts.
   */
  record Edited(String channel, String conversation, String messageId, Instant at)
      implements OfMessage {}

  /** How far a message of ours got. */
  enum Progress {
    /** It is on the customer's device. */
    DELIVERED,
    /** The customer has seen it. */
    READ,
    /** The provider took it, and could not deliver it after all. */
    FAILED
  }

  /**
   * What became of one message of ours.
   *
   * @param providerId the id under which the provider took it
   * @param since by the provider's clock
   * @param reason a sentence for agents where it failed; else empty
   */
  record Reported(
      String channel,
      String providerId,
      Progress progress,
      Instant since,
      String reason,
      Instant at)
      implements Notice {}

  /**
   * Everything that had been sent to one customer by then was delivered or read.
   *
   * @param recipient in the channel's own form, as answers are addressed
   * @param read whether it was read, and not only delivered
   */
  record ReportedUpTo(String channel, String recipient, boolean read, Instant until, Instant at)
      implements Notice {}

  /**
   * The visitor of a web chat has got, or read, every answer up to a place. Where the conversation
   * has begun anew since, and is not on the ticket that is named, it says nothing.
   *
   * @param conversation the conversation key that the visitor's messages are stored with
   * @param had up to where
   * @param read whether they were read, and not only delivered
   */
  record Seen(String channel, String conversation, Had had, boolean read, Instant at)
      implements Notice {}
}
