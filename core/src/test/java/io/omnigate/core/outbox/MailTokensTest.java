package io.omnigate.core.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.core.id.Signer;
import io.omnigate.core.id.Ulid;
import io.omnigate.core.outbox.MailTokens.SentMail;
import io.omnigate.core.ticket.TicketId;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class MailTokensTest {
  private final Random random = new Random(3);
  private final MailTokens tokens = new MailTokens(new Signer("a secret of 16+ bytes"));

  @Test
  void aTokenNamesWhatItWasMadeFor() {
    for (int i = 0; i < 200; i++) {
      TicketId ticket = TicketId.random(random);
      String entry = Ulid.next(Instant.ofEpochMilli(random.nextLong(1L << 48)), random);
      assertEquals(Optional.of(ticket), tokens.replied(tokens.reply(ticket)));
      assertEquals(
          Optional.of(new SentMail(ticket, entry)),
          tokens.returned(tokens.returnPath(ticket, entry)));
      assertEquals(entry, Ulid.of(Ulid.toUuid(entry)));
    }
  }

  @Test
  void aLocalPartHasRoomForEight() {
    TicketId ticket = TicketId.random(random);
    assertEquals(36, tokens.reply(ticket).length());
    assertEquals(55, tokens.returnPath(ticket, Ulid.next(Instant.now(), random)).length());
  }

  @Test
  void noAlteredTokenNamesAnything() {
    TicketId ticket = TicketId.random(random);
    String token = tokens.returnPath(ticket, Ulid.next(Instant.now(), random));
    for (int i = 0; i < token.length(); i++) {
      for (int bit = 0; bit < 7; bit++) {
        char other = (char) (token.charAt(i) ^ (1 << bit));
        if (Character.toLowerCase(other) == token.charAt(i)) {
          continue; // the same letter
        }
        String forged = token.substring(0, i) + other + token.substring(i + 1);
        assertEquals(Optional.empty(), tokens.returned(forged), forged);
      }
    }
  }

  /** Servers and address books change the case of a local part, which they must not. */
  @Test
  void theCaseOfATokenDoesNotMatter() {
    TicketId ticket = TicketId.random(random);
    String entry = Ulid.next(Instant.now(), random);
    String reply = tokens.reply(ticket);
    String returnPath = tokens.returnPath(ticket, entry);
    for (UnaryOperator<String> change :
        List.<UnaryOperator<String>>of(
            text -> text.toLowerCase(Locale.ROOT), text -> text.toUpperCase(Locale.ROOT))) {
      assertEquals(Optional.of(ticket), tokens.replied(change.apply(reply)));
      assertEquals(
          Optional.of(new SentMail(ticket, entry)), tokens.returned(change.apply(returnPath)));
    }
  }

  /** As they were made until their case was lost on the way. */
  @Test
  void tokensSentBeforeGoOnNamingWhatTheyWereMadeFor() {
    Signer signer = new Signer("a secret of 16+ bytes");
    TicketId ticket = TicketId.random(random);
    String entry = Ulid.next(Instant.now(), random);
    UUID bits = Ulid.toUuid(entry);
    byte[] bytes =
        ByteBuffer.allocate(16)
            .putLong(bits.getMostSignificantBits())
            .putLong(bits.getLeastSignificantBits())
            .array();
    String packed = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    assertEquals(Optional.of(ticket), tokens.replied(signer.sign("reply", ticket.value())));
    assertEquals(
        Optional.of(new SentMail(ticket, entry)),
        tokens.returned(signer.sign("return", ticket.value().replace("-", "") + packed)));
  }

  @Test
  void aTokenOfOneUseIsNoneOfTheOther() {
    TicketId ticket = TicketId.random(random);
    String entry = Ulid.next(Instant.now(), random);
    assertTrue(tokens.returned(tokens.reply(ticket)).isEmpty());
    assertTrue(tokens.replied(tokens.returnPath(ticket, entry)).isEmpty());
    assertTrue(
        new MailTokens(new Signer("another secret of 16+"))
            .replied(tokens.reply(ticket))
            .isEmpty());
  }
}
