package io.omnigate.core.outbox;

import io.omnigate.core.id.Signer;
import io.omnigate.core.id.Ulid;
import io.omnigate.core.ticket.TicketId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * The tokens in the addresses we send from, {@code support+<token>@…}: one that leads an answer to
 * its ticket, and one that tells which mail came back (a variable envelope return path). Both are
 * signed; nobody else can make one. Short enough for the 64 octets of a local part (RFC 5321
 * 4.5.3.1.1), and in letters of one case: servers and address books write addresses in lower case.
 */
public final class MailTokens {
  private static final String REPLY = "reply";
  private static final String RETURN = "return";
  private static final int TICKET = 10;
  private static final int ENTRY = 26;

  /** Symbols of the signatures: as many as there is room for. */
  private static final int REPLY_MARK = 26;

  private static final int RETURN_MARK = 19;

  private final Signer signer;

  /** Tokens signed by {@code signer}. */
  public MailTokens(Signer signer) {
    this.signer = signer;
  }

  /** A mail of ours. */
  public record SentMail(TicketId ticket, String entry) {}

  /** The token of the address that answers go to; 36 characters. */
  public String reply(TicketId ticket) {
    return signed(REPLY, symbols(ticket), REPLY_MARK);
  }

  /** The ticket of such a token in any case, or empty where it is none or was altered. */
  public Optional<TicketId> replied(String token) {
    return value(REPLY, token, TICKET, REPLY_MARK)
        .or(() -> signer.verify(REPLY, token)) // of before they were of one case
        .flatMap(TicketId::parse);
  }

  /** The token of the address that bounces go to; 55 characters. */
  public String returnPath(TicketId ticket, String entry) {
    return signed(RETURN, symbols(ticket) + entry, RETURN_MARK);
  }

  /** The mail of such a token in any case, or empty where it is none or was altered. */
  public Optional<SentMail> returned(String token) {
    return value(RETURN, token, TICKET + ENTRY, RETURN_MARK)
        .flatMap(value -> sentMail(value, value.substring(TICKET)))
        .or(() -> signer.verify(RETURN, token).flatMap(MailTokens::packed));
  }

  private static String symbols(TicketId ticket) {
    return ticket.value().replace("-", "");
  }

  private String signed(String purpose, String value, int mark) {
    return (value + signer.mark(purpose, value, mark)).toLowerCase(Locale.ROOT);
  }

  /** What stands before the signature, if that is right. */
  private Optional<String> value(String purpose, String token, int length, int mark) {
    String code = token.toUpperCase(Locale.ROOT);
    if (code.length() != length + mark) {
      return Optional.empty();
    }
    String value = code.substring(0, length);
    byte[] expected = signer.mark(purpose, value, mark).getBytes(StandardCharsets.UTF_8);
    byte[] given = code.substring(length).getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(expected, given) ? Optional.of(value) : Optional.empty();
  }

  /** Of before they were of one case: the entry's bytes in Base64. */
  private static Optional<SentMail> packed(String value) {
    ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(value.substring(TICKET)));
    return sentMail(value, Ulid.of(new UUID(bytes.getLong(), bytes.getLong())));
  }

  private static Optional<SentMail> sentMail(String value, String entry) {
    return TicketId.parse(value.substring(0, TICKET)).map(ticket -> new SentMail(ticket, entry));
  }
}
