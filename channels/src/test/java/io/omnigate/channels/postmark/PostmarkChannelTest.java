package io.omnigate.channels.postmark;

import static io.omnigate.channels.TestServer.await;
import static io.omnigate.channels.TestServer.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.channels.TestServer;
import io.omnigate.core.error.Failure;
import io.omnigate.core.intake.Attachment;
import io.omnigate.core.intake.InboundMessage;
import io.omnigate.core.intake.InboundMessage.Candidate;
import io.omnigate.core.intake.InboundMessage.Nature;
import io.omnigate.core.ticket.TicketId;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostmarkChannelTest {
  private static final TicketId TICKET = TicketId.parse("00000-00000").orElseThrow();

  private final TestServer server =
      TestServer.with(
          Map.of(
              "postmark",
              Map.of(
                  "kind", "postmark", "user", "pm", "password", "secret", "acknowledge", "true")));

  @AfterEach
  void close() {
    server.close();
  }

  private HttpRequest<Buffer> post() {
    return server.post("postmark").basicAuthentication("pm", "secret");
  }

  private HttpResponse<Buffer> send(JsonObject document) {
    return await(post().sendJsonObject(document));
  }

  private static JsonObject header(String name, String value) {
    return new JsonObject().put("Name", name).put("Value", value);
  }

  private static JsonObject parsed() {
    return new JsonObject()
        .put("FromName", "Lee, Ann")
        .put("From", "ann@example.com")
        .put("FromFull", new JsonObject().put("Email", "ann@example.com").put("Name", "Lee, \"A\""))
        .put("To", "\"Support\" <x+1@inbound.example.com>")
        .put("OriginalRecipient", "x+1@inbound.example.com")
        .put("MailboxHash", "1")
        .put("Subject", "Where is it?")
        .put("MessageID", "73e6d360-66eb-11e1-8e72-a8904824019b")
        .put("Date", "Fri, 6 Nov 2026 10:15:00 +0200")
        .put("TextBody", "A week ago")
        .put("HtmlBody", "<p>A <b>week</b> ago</p>")
        .put("StrippedTextReply", "A week ago")
        .put("Headers", new JsonArray().add(header("Message-ID", "<pm1@example.com>")))
        .put(
            "Attachments",
            new JsonArray()
                .add(
                    new JsonObject()
                        .put("Name", "logo.png")
                        .put("Content", "UE5H")
                        .put("ContentType", "image/png; name=logo.png")
                        .put("ContentLength", 3)
                        .put("ContentID", "logo@x")));
  }

  @Test
  void aWholeMailIsTakenApartLikeAnyOther() {
    String raw =
        "From: Ann <ann@example.com>\r\nSubject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=\r\n"
            + "Content-Type: text/plain; charset=utf-8\r\n\r\nΓειά\r\n";
    HttpResponse<Buffer> response =
        send(parsed().put("RawEmail", raw).put("Subject", "not this one"));

    assertEquals(200, response.statusCode());
    InboundMessage kept = server.intake.only();
    assertEquals("Grüße", kept.content().subject());
    assertEquals("Γειά", kept.content().text());
    assertEquals("postmark", kept.origin().kind());
    assertEquals("x+1@inbound.example.com", kept.content().facts().get("envelopeTo"));
    assertEquals(kept.ids().ticket().value(), json(response).getString("ticket"));
  }

  @Test
  void aParsedMailKeepsItsHeadersTextPageAndFiles() {
    assertEquals(200, send(parsed()).statusCode());

    InboundMessage kept = server.intake.only();
    assertEquals("Lee, \"A\"", kept.sender().name());
    assertEquals("ann@example.com", kept.sender().email());
    assertEquals("Where is it?", kept.content().subject());
    assertEquals("A week ago", kept.content().text());
    assertEquals("<p>A <b>week</b> ago</p>", kept.content().html());
    assertEquals("2026-11-06T08:15:00Z", kept.content().facts().get("sentAt"));
    assertEquals(List.of("mid:<pm1@example.com>"), kept.threading().claims());
    Attachment file = kept.content().attachments().getFirst();
    assertEquals("logo.png", file.name());
    assertEquals("image/png", file.mediaType());
    assertEquals("logo@x", file.contentId());
    assertEquals("PNG", file.bytes().toString());
  }

  @Test
  void aPlusAddressOfTheEnvelopeNamesItsTicket() {
    String token = server.signer.sign("reply", TICKET.value());
    send(parsed().put("OriginalRecipient", "x+" + token + "@inbound.example.com"));
    assertEquals(
        List.of(new Candidate.ByTicket(TICKET)), server.intake.only().threading().candidates());
  }

  @Test
  void aMachineIsKnownByItsHeaders() {
    send(parsed().put("Headers", new JsonArray().add(header("Auto-Submitted", "auto-replied"))));
    assertEquals(Nature.AUTOMATIC, server.intake.only().handling().nature());
  }

  /** Whoever writes the mail may write such a header, and name somebody else. */
  @Test
  void aReturnPathAmongTheHeadersIsNobodyToWriteTo() {
    JsonArray headers = new JsonArray().add(header("Return-Path", "<bob@example.com>"));
    send(parsed().put("Headers", headers));
    send(
        parsed()
            .put("RawEmail", "Return-Path: <bob@example.com>\r\nFrom: ann@example.com\r\n\r\nHi"));
    for (InboundMessage kept : server.intake.messages()) {
      assertEquals(Nature.CUSTOMER, kept.handling().nature());
      assertNull(kept.handling().told());
    }
    assertEquals(2, server.intake.messages().size());
  }

  @Test
  void theNullReturnPathAmongTheHeadersMarksAMachine() {
    send(parsed().put("Headers", new JsonArray().add(header("Return-Path", "<>"))));
    assertEquals(Nature.AUTOMATIC, server.intake.only().handling().nature());
  }

  @Test
  void theSameDocumentAgainIsTheSameMail() {
    send(parsed());
    assertTrue(json(send(parsed())).getBoolean("duplicate"));
    send(parsed().put("TextBody", "other words"));
    assertEquals(2, server.intake.messages().size());
  }

  @Test
  void aMailIsOneHoweverManyBlanksItBeginsWith() {
    String mail = "\r\n".repeat(600) + "Where is it?";
    assertEquals(200, send(new JsonObject().put("RawEmail", mail)).statusCode());
    assertEquals("Where is it?", server.intake.only().content().text());
    String blanks = "\r\n".repeat(600);
    assertEquals(403, send(new JsonObject().put("RawEmail", blanks)).statusCode());
  }

  @Test
  void aLargeMailIsTaken() {
    String raw =
        "From: a@example.com\r\nSubject: large\r\n\r\n" + ("x".repeat(78) + "\n").repeat(265_000);
    assertEquals(200, send(parsed().put("RawEmail", raw)).statusCode());
    assertEquals("large", server.intake.only().content().subject());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Basic", "Basic cG06", "Basic cG06c2VjcmU=", "Basic !", "Bearer secret"})
  void whoDoesNotKnowThePasswordIsRefusedAndMayTryAgain(String authorization) {
    HttpRequest<Buffer> request = server.post("postmark");
    if (!authorization.isEmpty()) {
      request.putHeader("Authorization", authorization);
    }
    assertEquals(401, await(request.sendJsonObject(parsed())).statusCode());
    assertEquals(List.of(), server.intake.messages());
    assertEquals(1, server.counted("postmark", "rejected", "not-authentic"));
  }

  @Test
  void aDoubledAuthorizationIsRefused() {
    HttpRequest<Buffer> request =
        server
            .post("postmark")
            .putHeader("Authorization", List.of("Basic cG06c2VjcmV0", "Basic cG06c2VjcmV0"));
    assertEquals(401, await(request.sendJsonObject(parsed())).statusCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[]", "\"x\"", "{}", "{\"RecordType\":\"Open\"}"})
  void whatCarriesNoMailIsToldToBeDropped(String body) {
    assertEquals(403, await(post().sendBuffer(Buffer.buffer(body))).statusCode());
    assertEquals(List.of(), server.intake.messages());
  }

  @Test
  void aMailWithAnAttachmentThatIsNoBase64IsKeptAsItCame() {
    JsonObject bad =
        parsed()
            .put(
                "Attachments",
                new JsonArray().add(new JsonObject().put("Name", "a").put("Content", "U")));
    assertEquals(200, send(bad).statusCode());
    InboundMessage kept = server.intake.only();
    assertEquals(Set.of(InboundMessage.Mark.UNPARSED), kept.handling().marks());
    assertEquals("Where is it?", kept.content().subject());
    assertEquals("ann@example.com", kept.sender().email());
    assertEquals(bad, kept.origin().raw().bytes().toJsonObject());
    assertTrue(json(send(bad)).getBoolean("duplicate"));
  }

  @Test
  void aDocumentWithTooMuchBesideItsTextsIsKeptAsItCame() {
    JsonObject full = parsed();
    full.put("ToFull", new JsonArray(Collections.nCopies(600_000, 1)));
    assertEquals(200, send(full).statusCode());
    assertEquals(Set.of(InboundMessage.Mark.UNPARSED), server.intake.only().handling().marks());
    assertTrue(json(send(full)).getBoolean("duplicate"));
  }

  @Test
  void whatPassesIsTriedAgain() {
    server.intake.failWith(new Failure(Failure.Kind.UNAVAILABLE, "storage-unavailable", "later"));
    assertEquals(503, send(parsed()).statusCode());
  }
}
