package io.omnigate.core.outbox;

import io.omnigate.core.id.Signer;
import io.omnigate.core.id.Ulid;
import io.omnigate.core.ticket.TicketId;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * The tokens in the addresses we send from, {@code support+<token>@…}: one that leads an answer to
 * its ticket, and one that tells which mail came back (a variable envelope return path). Both are
 * signed; nobody else can make one. Short enough for the 64 octets of a local part (RFC 5321
 * 4.5.3.1.1).
 */
public final class MailTokens {
  private static final String REPLY = "reply";
  private static final String RETURN = "return";
  private static final int TICKET = 10;
  private static final int UUID_BYTES = 16;
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private final Signer signer;

  /** Tokens signed by {@code signer}. */
  public MailTokens(Signer signer) {
    this.signer = signer;
  }

  /** A mail of ours. */
  public record SentMail(TicketId ticket, String entry) {}

  /** The token of the address that answers go to; 34 characters. */
  public String reply(TicketId ticket) {
    return signer.sign(REPLY, ticket.value());
  }

  /** The ticket of such a token, or empty where it is none or was altered. */
  public Optional<TicketId> replied(String token) {
    return signer.verify(REPLY, token).flatMap(TicketId::parse);
  }

  /** The token of the address that bounces go to; 55 characters. */
  public String returnPath(TicketId ticket, String entry) {
    UUID id = Ulid.toUuid(entry);
    ByteBuffer bytes = ByteBuffer.allocate(UUID_BYTES);
    bytes.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    String packed = ENCODER.encodeToString(bytes.array());
    return signer.sign(RETURN, ticket.value().replace("-", "") + packed);
  }

  /** The mail of such a token, or empty where it is none or was altered. */
  public Optional<SentMail> returned(String token) {
    return signer.verify(RETURN, token).flatMap(MailTokens::sentMail);
  }

  private static Optional<SentMail> sentMail(String value) {
    ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(value.substring(TICKET)));
    String entry = Ulid.of(new UUID(bytes.getLong(), bytes.getLong()));
    return TicketId.parse(value.substring(0, TICKET)).map(ticket -> new SentMail(ticket, entry));
  }
}
