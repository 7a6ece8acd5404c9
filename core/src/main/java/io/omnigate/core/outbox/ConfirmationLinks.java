package io.omnigate.core.outbox;

import io.omnigate.core.id.Signer;
import io.omnigate.core.ticket.TicketId;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The links by which somebody confirms that an address is theirs: signed, for one ticket and one
 * message, and good for three days from the message's making, however late it leaves.
 */
public final class ConfirmationLinks {
  /** The path that a link leads to, without its token. */
  public static final String PATH = "/confirm/";

  private static final Duration VALID = Duration.ofDays(3);
  private static final String PURPOSE = "confirm-address";
  private static final int RADIX = 36;

  private final Signer signer;
  private final String publicUrl;

  /**
   * Makes and reads links.
   *
   * @param publicUrl where customers reach the gateway, without a trailing slash
   */
  public ConfirmationLinks(Signer signer, String publicUrl) {
    this.signer = signer;
    this.publicUrl = publicUrl;
  }

  /**
   * What a link says.
   *
   * @param message the id of the message that it went out with
   */
  public record Confirmation(TicketId ticket, String message) {}

  /**
   * The link that goes with {@code message}.
   *
   * @param language ISO 639, of the page that it opens
   */
  public String link(OutboundMessage message, String language) {
    long expires = message.createdAt().plus(VALID).getEpochSecond();
    String value =
        message.ticket().value() + '.' + message.id() + '.' + Long.toString(expires, RADIX);
    return publicUrl + PATH + signer.sign(PURPOSE, value) + "?lang=" + language;
  }

  /** What a token says; empty where it is none of ours, was altered, or is too old. */
  public Optional<Confirmation> read(String token, Instant now) {
    return signer
        .verify(PURPOSE, token)
        .map(value -> value.split("\\.", -1))
        .filter(parts -> parts.length == 3 && now.isBefore(instant(parts[2])))
        .flatMap(
            parts -> TicketId.parse(parts[0]).map(ticket -> new Confirmation(ticket, parts[1])));
  }

  private static Instant instant(String expires) {
    try {
      return Instant.ofEpochSecond(Long.parseLong(expires, RADIX));
    } catch (NumberFormatException | DateTimeException ours) {
      throw new IllegalStateException("we signed no such moment: " + expires, ours);
    }
  }
}
