package io.omnigate.channels.email.out;

import io.omnigate.core.id.Signer;
import io.omnigate.core.outbox.ConfirmationLinks;
import io.omnigate.core.outbox.Delivery;
import io.omnigate.core.outbox.MailTokens;
import io.omnigate.core.outbox.MessageIds;
import io.omnigate.core.outbox.OutboundMessage;
import io.omnigate.core.outbox.Purpose;
import io.omnigate.core.outbox.Templates;
import io.omnigate.core.outbox.Wording;
import io.omnigate.core.ticket.TicketId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** TestDeliveries to be sent, to a customer who asked where her order is. */
final class TestDeliveries {
  static final Signer SIGNER = new Signer("a secret of the tests, long enough");
  static final MessageIds IDS = new MessageIds(SIGNER, "reply.example.com");
  static final MailTokens TOKENS = new MailTokens(SIGNER);
  static final TicketId TICKET = TicketId.random(new Random(7));
  static final String ENTRY = "01JD0000000000000000000042";
  static final Instant ASKED = Instant.parse("2026-03-01T09:30:00Z");

  private TestDeliveries() {}

  static Delivery answer(String text, @Nullable String html, List<Delivery.File> files) {
    return delivery(Purpose.ANSWER, "ann@example.com", text, html, files, "en");
  }

  static Delivery delivery(
      Purpose purpose,
      String recipient,
      String text,
      @Nullable String html,
      List<Delivery.File> files,
      String language) {
    return new Delivery(
        new OutboundMessage(ENTRY, TICKET, "mail", "email", recipient, null, ASKED),
        1,
        purpose,
        new Delivery.Content("Where is my order?", text, html, files),
        new Delivery.About(
            "RE: AW: Where is my order?",
            "support",
            "Bob",
            List.of(language),
            ASKED,
            ASKED.plusSeconds(86_400),
            ASKED),
        new Delivery.Received(ASKED, "Ann", "Where is it?\n<b>Now!</b>", Map.of()),
        List.of("<1@mail.example>", "<2@mail.example>"));
  }

  static Delivery about(Delivery base, String subject) {
    return new Delivery(
        base.message(),
        1,
        base.purpose(),
        base.content(),
        new Delivery.About(subject, "support", "Zoe", List.of("en"), ASKED, null, ASKED),
        base.answered(),
        base.references());
  }

  static Delivery worded(Delivery delivery) {
    return wording().apply(delivery);
  }

  static Wording wording() {
    Templates templates = Templates.load(null, new ArrayList<>());
    return new Wording(
        templates,
        new Wording.House("en", ZoneOffset.UTC, Map.of("support", "Support"), Map.of()),
        new ConfirmationLinks(SIGNER, "https://help.example.com"));
  }
}
