package io.omnigate.channels.mailgun;

import static io.omnigate.channels.TestServer.await;
import static io.omnigate.channels.TestServer.json;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.channels.Digests;
import io.omnigate.channels.TestServer;
import io.omnigate.channels.email.Mails;
import io.omnigate.core.contact.Identity;
import io.omnigate.core.error.Failure;
import io.omnigate.core.intake.Attachment;
import io.omnigate.core.intake.InboundMessage;
import io.omnigate.core.intake.InboundMessage.Candidate;
import io.omnigate.core.intake.InboundMessage.Nature;
import io.omnigate.core.ticket.TicketId;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.multipart.MultipartForm;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailgunChannelTest {
  private static final String KEY = "the webhook signing key";
  private static final String OTHER_KEY = "the webhook signing key of another account";
  private static final TicketId TICKET = TicketId.parse("00000-00000").orElseThrow();
  private static final String MIME =
      "From: Ann <ann@example.com>\r\nTo: support@mg.example.com\r\nSubject: Parcel\r\n"
          + "Message-ID: <m1@example.com>\r\n\r\nWhere is it?\r\n";

  private final TestServer server =
      TestServer.with(
          Map.of(
              "mailgun", Map.of("kind", "mailgun", "signingKey", KEY),
              "sales", Map.of("kind", "mailgun", "signingKey", KEY),
              "other", Map.of("kind", "mailgun", "signingKey", OTHER_KEY)));
  private int tokens;

  @AfterEach
  void close() {
    server.close();
  }

  private static String signature(String key, String timestamp, String token) {
    byte[] text = (timestamp + token).getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(Digests.hmacSha256(key, text));
  }

  private MultiMap signed() {
    return signed(Instant.now().getEpochSecond(), "token" + ++tokens);
  }

  private static MultiMap signed(long at, String token) {
    String timestamp = Long.toString(at);
    return MultiMap.caseInsensitiveMultiMap()
        .add("timestamp", timestamp)
        .add("token", token)
        .add("signature", signature(KEY, timestamp, token));
  }

  private static MultiMap withMime(MultiMap form) {
    return form.add("sender", "bounces+ann@example.com")
        .add("recipient", "support@mg.example.com")
        .add("body-mime", MIME);
  }

  private HttpResponse<Buffer> send(MultiMap form) {
    return await(server.post("mailgun").sendForm(form));
  }

  private HttpResponse<Buffer> send(MultipartForm form) {
    return await(server.post("mailgun").sendMultipartForm(form));
  }

  @Test
  void aWholeMailIsTakenApartLikeAnyOther() {
    HttpResponse<Buffer> response = send(withMime(signed()));

    assertEquals(200, response.statusCode());
    InboundMessage kept = server.intake.only();
    assertEquals("Parcel", kept.content().subject());
    assertEquals("Where is it?", kept.content().text());
    assertEquals("mailgun", kept.origin().kind());
    assertEquals("support@mg.example.com", kept.content().facts().get("envelopeTo"));
    assertEquals("bounces+ann@example.com", kept.content().facts().get("envelopeFrom"));
    assertEquals(kept.ids().ticket().value(), json(response).getString("ticket"));
  }

  @Test
  void theBytesOfAMailSurviveTheForm() {
    byte[] mail = Mails.fixture("raw-8bit.eml");
    StringBuilder escaped = new StringBuilder("body-mime=");
    for (byte each : mail) {
      escaped.append('%').append(HexFormat.of().toHexDigits(each));
    }
    signed().forEach(field -> escaped.append('&' + field.getKey() + '=' + field.getValue()));
    HttpResponse<Buffer> response =
        await(
            server
                .post("mailgun")
                .putHeader("Content-Type", "application/x-www-form-urlencoded")
                .sendBuffer(Buffer.buffer(escaped.toString())));

    assertEquals(200, response.statusCode());
    assertEquals("schöne Grüße", server.intake.only().content().text());
  }

  @Test
  void aWholeMailMayComeAsAFileOfTheForm() {
    MultipartForm form = MultipartForm.create();
    signed().forEach(field -> form.attribute(field.getKey(), field.getValue()));
    form.binaryFileUpload(
        "body-mime", "mime", Buffer.buffer(Mails.fixture("alternative.eml")), "message/rfc822");

    assertEquals(200, send(form).statusCode());
    assertEquals("Καλημέρα", server.intake.only().content().subject());
    assertEquals(3, server.intake.only().content().attachments().size());
  }

  @Test
  void aParsedMailKeepsItsHeadersTextPageAndFiles() {
    TicketId ticket = TicketId.random(new Random(3));
    String ours = server.messageIds.issue(ticket, "01JD0000000000000000000000");
    JsonArray headers =
        new JsonArray()
            .add(new JsonArray().add("From").add("\"Lee, Ann\" <ann@example.com>"))
            .add(new JsonArray().add("Subject").add("=?utf-8?Q?Gr=C3=BC=C3=9Fe?="))
            .add(new JsonArray().add("Message-Id").add("<p1@example.com>"))
            .add(new JsonArray().add("In-Reply-To").add(ours))
            .add("not a pair");
    MultipartForm form = MultipartForm.create();
    signed().forEach(field -> form.attribute(field.getKey(), field.getValue()));
    form.attribute("sender", "ann@example.com")
        .attribute("recipient", "support@mg.example.com")
        .attribute("message-headers", headers.encode())
        .attribute("body-plain", "See the picture\r\n> quoted")
        .attribute("stripped-text", "See the picture")
        .attribute("body-html", "<p>See the <b>picture</b> <img src=\"cid:logo@x\"></p>")
        .attribute("attachment-count", "2")
        .attribute("content-id-map", "{\"<logo@x>\":\"attachment-2\"}")
        .binaryFileUpload(
            "attachment-1", "Rechnung №1.pdf", Buffer.buffer("%PDF"), "application/pdf")
        .binaryFileUpload("attachment-2", "logo.png", Buffer.buffer("PNG"), "image/png");

    assertEquals(200, send(form).statusCode());
    InboundMessage kept = server.intake.only();
    assertEquals("Lee, Ann", kept.sender().name());
    assertEquals("Grüße", kept.content().subject());
    assertEquals("See the picture\n> quoted", kept.content().text());
    assertTrue(kept.content().html().contains("<b>picture</b>"));
    assertEquals(List.of(new Candidate.ByTicket(ticket)), kept.threading().candidates());
    assertEquals(List.of("mid:<p1@example.com>"), kept.threading().claims());
    List<Attachment> files = kept.content().attachments();
    assertEquals(
        List.of("Rechnung №1.pdf", "logo.png"), files.stream().map(Attachment::name).toList());
    assertEquals("logo@x", files.get(1).contentId());
    assertArrayEquals("%PDF".getBytes(StandardCharsets.UTF_8), files.getFirst().bytes().getBytes());
  }

  @Test
  void aParsedMailWithoutHeadersHasThoseOfTheForm() {
    send(
        signed()
            .add("from", "Ann <ann@example.com>")
            .add("subject", "Hello")
            .add("body-plain", "Hi"));
    InboundMessage kept = server.intake.only();
    assertEquals("Hello", kept.content().subject());
    assertEquals(
        List.of(new Identity(Identity.Kind.EMAIL, "ann@example.com", true)),
        kept.sender().identities());
  }

  @Test
  void theNullReturnPathMarksAMachine() {
    send(signed().add("sender", "").add("from", "x@example.com").add("body-plain", "away"));
    assertEquals(Nature.AUTOMATIC, server.intake.only().handling().nature());
  }

  @Test
  void aPlusAddressOfTheEnvelopeNamesItsTicket() {
    String token = server.signer.sign("reply", TICKET.value());
    send(
        signed()
            .add("recipient", "support+" + token + "@mg.example.com")
            .add("from", "x@example.com")
            .add("body-plain", "reply"));
    assertEquals(
        List.of(new Candidate.ByTicket(TICKET)), server.intake.only().threading().candidates());
  }

  @Test
  void theSameMailUnderANewTokenIsTheSameMail() {
    send(withMime(signed()));
    assertTrue(json(send(withMime(signed()))).getBoolean("duplicate"));
    MultipartForm multipart = MultipartForm.create();
    withMime(signed()).forEach(field -> multipart.attribute(field.getKey(), field.getValue()));
    assertTrue(json(send(multipart)).getBoolean("duplicate"));
    assertEquals(1, server.intake.messages().size());
  }

  @Test
  void aTokenIsGoodForOneMailOnly() {
    long now = Instant.now().getEpochSecond();
    assertEquals(200, send(withMime(signed(now, "once"))).statusCode());
    assertTrue(json(send(withMime(signed(now, "once")))).getBoolean("duplicate"));

    MultiMap forged =
        signed(now, "once").add("from", "boss@example.com").add("body-plain", "Pay this");
    assertEquals(401, send(forged).statusCode());
    assertEquals(1, server.intake.messages().size());
    assertEquals(1, server.counted("mailgun", "rejected", "not-authentic"));
  }

  /** An account has one key; whoever saw a post could put another mail under it elsewhere. */
  @Test
  void aTokenIsGoodForOneMailOnlyOnAllChannelsOfAnAccount() {
    long now = Instant.now().getEpochSecond();
    assertEquals(200, send(withMime(signed(now, "once"))).statusCode());
    MultiMap forged = signed(now, "once").add("body-plain", "Pay this");
    assertEquals(401, await(server.post("sales").sendForm(forged)).statusCode());
    MultiMap replayed = withMime(signed(now, "once"));
    assertEquals(401, await(server.post("sales").sendForm(replayed)).statusCode());
    assertTrue(json(send(withMime(signed(now, "once")))).getBoolean("duplicate"));

    MultiMap elsewhere =
        withMime(signed(now, "once"))
            .set("signature", signature(OTHER_KEY, Long.toString(now), "once"))
            .add("subject", "another mail");
    assertEquals(200, await(server.post("other").sendForm(elsewhere)).statusCode());
    assertEquals(2, server.intake.messages().size());
  }

  @Test
  void whereTokensCannotBeKeptNothingIsTaken() {
    server.tokens.failWith(
        new Failure(Failure.Kind.UNAVAILABLE, "database-unavailable", "it is away"));
    assertEquals(503, send(withMime(signed())).statusCode());
    assertEquals(List.of(), server.intake.messages());
  }

  @ParameterizedTest
  @ValueSource(longs = {-3_600, -125, 125, 3_600, 9_000_000_000_000L})
  void aTimestampFarFromOurClockIsRefused(long seconds) {
    long at = Instant.now().getEpochSecond() + seconds;
    assertEquals(401, send(withMime(signed(at, "t"))).statusCode());
    assertEquals(List.of(), server.intake.messages());
  }

  @ParameterizedTest
  @ValueSource(longs = {-110, 110})
  void aTimestampNearOurClockIsTaken(long seconds) {
    assertEquals(
        200, send(withMime(signed(Instant.now().getEpochSecond() + seconds, "t"))).statusCode());
  }

  @Test
  void howOldATimestampMayBeCanBeSet() {
    try (TestServer patient =
        TestServer.with(
            Map.of(
                "mailgun",
                Map.of("kind", "mailgun", "signingKey", KEY, "maxAgeSeconds", 28_800)))) {
      MultiMap old = withMime(signed(Instant.now().getEpochSecond() - 28_000, "t"));
      assertEquals(200, await(patient.post("mailgun").sendForm(old)).statusCode());
    }
  }

  @Test
  void whoDoesNotKnowTheKeyIsRefusedAndLeavesNothing() {
    String now = Long.toString(Instant.now().getEpochSecond());
    String right = signature(KEY, now, "t");
    List<UnaryOperator<MultiMap>> cases =
        List.of(
            form -> form.remove("signature"),
            form -> form.set("signature", ""),
            form -> form.set("signature", right.substring(1)),
            form -> form.set("signature", right + "0"),
            form -> form.set("signature", right.toUpperCase(java.util.Locale.ROOT)),
            form -> form.set("signature", signature("another key", now, "t")),
            form -> form.set("signature", "0".repeat(64)),
            form -> form.add("signature", right),
            form -> form.set("token", "u"),
            form -> form.add("token", "t"),
            form -> form.remove("token"),
            form -> form.set("token", "x".repeat(1_000)),
            form -> form.remove("timestamp"),
            form -> form.set("timestamp", "soon").set("signature", signature(KEY, "soon", "t")));
    for (UnaryOperator<MultiMap> change : cases) {
      MultiMap form =
          withMime(
              MultiMap.caseInsensitiveMultiMap()
                  .add("timestamp", now)
                  .add("token", "t")
                  .add("signature", right));
      HttpResponse<Buffer> response = send(change.apply(form));
      assertEquals(401, response.statusCode(), response.bodyAsString());
      assertEquals("not-authentic", json(response).getString("code"));
    }
    assertEquals(List.of(), server.intake.messages());
    assertEquals(cases.size(), server.counted("mailgun", "rejected", "not-authentic"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "text/plain", "multipart/form-data", ""})
  void whatIsNoFormCarriesNoProof(String type) {
    HttpResponse<Buffer> response =
        await(
            server
                .post("mailgun")
                .putHeader("Content-Type", type)
                .sendBuffer(new JsonObject().put("token", "t").toBuffer()));
    assertEquals(401, response.statusCode());
    assertEquals(List.of(), server.intake.messages());
  }

  @Test
  void anotherWebhookOfMailgunsIsIgnoredAndCounted() {
    assertEquals(200, send(signed().add("event", "opened")).statusCode());
    assertEquals(List.of(), server.intake.messages());
    assertEquals(1, server.ignored("mailgun", "not-a-mail"));
  }

  @Test
  void aBodyOverTheBoundIsToldToBeDropped() {
    Buffer huge = Buffer.buffer(new byte[36 * 1024 * 1024 + 1]);
    assertEquals(406, await(server.post("mailgun").sendBuffer(huge)).statusCode());
  }

  @Test
  void aMailThatIsBrokenIsKeptAllTheSame() {
    byte[] onion = Mails.nestedMultiparts(30);
    send(signed().add("body-mime", new String(onion, StandardCharsets.US_ASCII)));
    assertEquals(
        java.util.Set.of(InboundMessage.Mark.UNPARSED), server.intake.only().handling().marks());
  }
}
