package io.omnigate.core.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.core.id.Signer;
import io.omnigate.core.outbox.ConfirmationLinks.Confirmation;
import io.omnigate.core.ticket.TicketId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ConfirmationLinksTest {
  private static final Instant MADE = Instant.parse("2026-03-01T09:00:00Z");

  private final Signer signer = new Signer("a secret of 16+ bytes");
  private final ConfirmationLinks links = new ConfirmationLinks(signer, "https://help.example");
  private final TicketId ticket = TicketId.random(new Random(1));
  private final String link =
      links.link(
          new OutboundMessage("01JD0", ticket, "form", "form", "ann@example.com", null, MADE),
          "el");

  private String token() {
    return link.substring("https://help.example/confirm/".length(), link.indexOf('?'));
  }

  @Test
  void aLinkLeadsToItsTicketInItsLanguageForThreeDays() {
    assertTrue(link.endsWith("?lang=el"), link);
    Optional<Confirmation> said = Optional.of(new Confirmation(ticket, "01JD0"));
    Instant end = MADE.plus(Duration.ofDays(3));
    assertEquals(said, links.read(token(), MADE));
    assertEquals(said, links.read(token(), end.minusSeconds(1)));
    assertEquals(Optional.empty(), links.read(token(), end));
  }

  @Test
  void everyAlteredCharacterAndEveryOtherTokenIsRefused() {
    for (int i = 0; i < token().length(); i++) {
      StringBuilder altered = new StringBuilder(token());
      altered.setCharAt(i, altered.charAt(i) == 'A' ? 'B' : 'A');
      assertEquals(Optional.empty(), links.read(altered.toString(), MADE), altered.toString());
    }
    String other = signer.sign("reply", token().substring(0, token().lastIndexOf('.')));
    assertEquals(Optional.empty(), links.read(other, MADE));
    assertEquals(Optional.empty(), links.read("", MADE));
  }
}
