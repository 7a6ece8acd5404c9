package io.omnigate.core.outbox;

import io.omnigate.core.id.Signer;
import io.omnigate.core.id.Ulid;
import io.omnigate.core.ticket.TicketId;
import java.util.Optional;

/**
 * The Message-IDs we send mail with (RFC 5322 3.6.4): {@code <ticket.entry.signature@domain>}. One
 * that verifies names its ticket; nobody else can make one.
 */
public final class MessageIds {
  private static final String PURPOSE = "message-id";

  private final Signer signer;
  private final String domain;

  /**
   * Issues and reads Message-IDs.
   *
   * @param domain the part after the at sign
   */
  public MessageIds(Signer signer, String domain) {
    this.signer = signer;
    this.domain = domain;
  }

  /** The part after the at sign. */
  public String domain() {
    return domain;
  }

  /** The Message-ID, with its angle brackets, for an entry of a ticket. */
  public String issue(TicketId ticket, String entry) {
    return '<' + signer.sign(PURPOSE, ticket.value() + '.' + entry) + '@' + domain + '>';
  }

  /** The ticket named by a Message-ID of ours, or empty where it is not ours or was altered. */
  public Optional<TicketId> verify(String messageId) {
    return sent(messageId).map(MailTokens.SentMail::ticket);
  }

  /** The mail named by a Message-ID of ours, or empty where it is not ours or was altered. */
  public Optional<MailTokens.SentMail> sent(String messageId) {
    int at = messageId.lastIndexOf('@');
    if (!messageId.startsWith("<") || at < 0) {
      return Optional.empty();
    }
    return signer.verify(PURPOSE, messageId.substring(1, at)).flatMap(MessageIds::mail);
  }

  private static Optional<MailTokens.SentMail> mail(String value) {
    int dot = value.indexOf('.');
    String entry = value.substring(dot + 1);
    return dot > 0 && Ulid.isValid(entry)
        ? TicketId.parse(value.substring(0, dot))
            .map(ticket -> new MailTokens.SentMail(ticket, entry))
        : Optional.empty();
  }
}
