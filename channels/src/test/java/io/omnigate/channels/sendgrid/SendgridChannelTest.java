package io.omnigate.channels.sendgrid;

import static io.omnigate.channels.TestServer.await;
import static io.omnigate.channels.TestServer.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.channels.TestServer;
import io.omnigate.channels.email.Mails;
import io.omnigate.core.error.Failure;
import io.omnigate.core.intake.Attachment;
import io.omnigate.core.intake.InboundMessage;
import io.omnigate.core.intake.InboundMessage.Mark;
import io.omnigate.core.intake.InboundMessage.Nature;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.multipart.MultipartForm;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SendgridChannelTest {
  private static final String SIGNATURE = "X-Twilio-Email-Event-Webhook-Signature";
  private static final String TIMESTAMP = "X-Twilio-Email-Event-Webhook-Timestamp";
  private static final String MULTIPART = "multipart/form-data; boundary=xYzZY";

  private final KeyPair keys = keys();
  private final TestServer server =
      TestServer.with(
          Map.of(
              "sendgrid",
              Map.of("kind", "sendgrid", "user", "sg", "password", "pass:word"),
              "signed",
              Map.of(
                  "kind",
                  "sendgrid",
                  "user",
                  "sg",
                  "password",
                  "pass:word",
                  "publicKey",
                  Base64.getEncoder().encodeToString(keys.getPublic().getEncoded()))));

  @AfterEach
  void close() {
    server.close();
  }

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private HttpRequest<Buffer> post(String channel) {
    return server.post(channel).basicAuthentication("sg", "pass:word");
  }

  private HttpResponse<Buffer> send(MultipartForm form) {
    return await(post("sendgrid").sendMultipartForm(form));
  }

  /** A form as SendGrid writes it, every text in its own charset. */
  private static Buffer form(Map<String, byte[]> fields) {
    Buffer body = Buffer.buffer();
    fields.forEach(
        (name, value) ->
            body.appendString(
                    "--xYzZY\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n")
                .appendBytes(value)
                .appendString("\r\n"));
    return body.appendString("--xYzZY--\r\n");
  }

  private static byte[] bytes(String text, String charset) {
    return text.getBytes(Charset.forName(charset));
  }

  private static Buffer rawForm() {
    return form(
        Map.of(
            "email",
            Mails.fixture("plain.eml"),
            "envelope",
            bytes(
                "{\"to\":[\"support@parse.example.com\"],\"from\":\"ann@example.com\"}", "UTF-8")));
  }

  private String sign(String timestamp, Buffer body) throws GeneralSecurityException {
    Signature signer = Signature.getInstance("SHA256withECDSA");
    signer.initSign(keys.getPrivate());
    signer.update(timestamp.getBytes(StandardCharsets.UTF_8));
    signer.update(body.getBytes());
    return Base64.getEncoder().encodeToString(signer.sign());
  }

  @Test
  void aRawMailIsTakenApartLikeAnyOther() {
    HttpResponse<Buffer> response =
        await(post("sendgrid").putHeader("Content-Type", MULTIPART).sendBuffer(rawForm()));

    assertEquals(200, response.statusCode());
    InboundMessage kept = server.intake.only();
    assertEquals("Where is my order?", kept.content().subject());
    assertEquals("Ann Lee", kept.sender().name());
    assertEquals("sendgrid", kept.origin().kind());
    assertEquals("support@parse.example.com", kept.content().facts().get("envelopeTo"));
    assertEquals(rawForm(), kept.origin().raw().bytes(), "the whole form is kept");
  }

  @Test
  void aParsedMailIsReadInTheCharsetsItNames() {
    Map<String, byte[]> fields =
        Map.of(
            "headers",
            bytes("Message-ID: <s1@example.com>\nAuto-Submitted: auto-replied\n", "UTF-8"),
            "from",
            bytes("Jörg <joerg@example.com>", "iso-8859-1"),
            "subject",
            bytes("Привет", "koi8-r"),
            "text",
            bytes("Grüße", "iso-8859-1"),
            "html",
            bytes("<p>Γειά</p>", "UTF-8"),
            "envelope",
            bytes("{\"to\":[\"a@p.example.com\",\"b@p.example.com\"],\"from\":\"\"}", "UTF-8"),
            "charsets",
            bytes(
                new JsonObject()
                    .put("from", "iso-8859-1")
                    .put("subject", "koi8-r")
                    .put("text", "iso-8859-1")
                    .put("html", "UTF-8")
                    .encode(),
                "UTF-8"));

    HttpResponse<Buffer> response =
        await(post("sendgrid").putHeader("Content-Type", MULTIPART).sendBuffer(form(fields)));

    assertEquals(200, response.statusCode());
    InboundMessage kept = server.intake.only();
    assertEquals("Jörg", kept.sender().name());
    assertEquals("Привет", kept.content().subject());
    assertEquals("Grüße", kept.content().text());
    assertEquals("<p>Γειά</p>", kept.content().html());
    assertEquals("a@p.example.com,b@p.example.com", kept.content().facts().get("envelopeTo"));
    assertEquals(Nature.AUTOMATIC, kept.handling().nature());
  }

  @Test
  void filesHaveTheNamesAndContentIdsThatAreTold() {
    JsonObject info =
        new JsonObject()
            .put(
                "attachment1",
                new JsonObject()
                    .put("filename", "λογότυπο.png")
                    .put("type", "image/png")
                    .put("content-id", "logo@x"));
    MultipartForm form =
        MultipartForm.create()
            .attribute("headers", "From: ann@example.com\nSubject: s")
            .attribute("text", "t")
            .attribute("attachments", "1")
            .attribute("attachment-info", info.encode())
            .binaryFileUpload(
                "attachment1", "x.bin", Buffer.buffer("PNG"), "application/octet-stream");

    assertEquals(200, send(form).statusCode());
    Attachment file = server.intake.only().content().attachments().getFirst();
    assertEquals("λογότυπο.png", file.name());
    assertEquals("image/png", file.mediaType());
    assertEquals("logo@x", file.contentId());
  }

  @Test
  void theSameMailInAnotherFormIsTheSameMail() {
    MultipartForm one =
        MultipartForm.create().attribute("headers", "From: a@b.example\nSubject: s");
    assertEquals(200, send(one.attribute("text", "t")).statusCode());
    MultipartForm two =
        MultipartForm.create().attribute("headers", "From: a@b.example\nSubject: s");
    assertTrue(json(send(two.attribute("text", "t"))).getBoolean("duplicate"));
    MultipartForm three =
        MultipartForm.create().attribute("headers", "From: a@b.example\nSubject: s");
    assertEquals(200, send(three.attribute("text", "u")).statusCode());
    assertEquals(2, server.intake.messages().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Basic", "Basic ", "Basic c2c6cGFzcw==", "Basic !!!", "Bearer x"})
  void whoDoesNotKnowThePasswordIsRefused(String authorization) {
    HttpRequest<Buffer> request = server.post("sendgrid").putHeader("Content-Type", MULTIPART);
    if (!authorization.isEmpty()) {
      request.putHeader("Authorization", authorization);
    }
    assertEquals(401, await(request.sendBuffer(rawForm())).statusCode());
    assertEquals(List.of(), server.intake.messages());
  }

  @Test
  void aDoubledAuthorizationIsRefused() {
    String right =
        "Basic "
            + Base64.getEncoder().encodeToString("sg:pass:word".getBytes(StandardCharsets.UTF_8));
    HttpRequest<Buffer> request =
        server
            .post("sendgrid")
            .putHeader("Content-Type", MULTIPART)
            .putHeader("Authorization", List.of(right, right));
    assertEquals(401, await(request.sendBuffer(rawForm())).statusCode());
    assertEquals(List.of(), server.intake.messages());
  }

  @Test
  void aSignedMailIsTaken() throws Exception {
    HttpRequest<Buffer> request =
        post("signed")
            .putHeader("Content-Type", MULTIPART)
            .putHeader(TIMESTAMP, "1789000000")
            .putHeader(SIGNATURE, sign("1789000000", rawForm()));
    assertEquals(200, await(request.sendBuffer(rawForm())).statusCode());
    assertEquals(1, server.intake.messages().size());
  }

  @Test
  void aLargeSignedMailIsTakenAndAnAlteredOneIsNot() throws Exception {
    byte[] mail = bytes("From: a@b.example\r\nSubject: s\r\n\r\n" + "x".repeat(500_000), "UTF-8");
    Buffer body = form(Map.of("email", mail));
    HttpRequest<Buffer> request =
        post("signed")
            .putHeader("Content-Type", MULTIPART)
            .putHeader(TIMESTAMP, "1789000000")
            .putHeader(SIGNATURE, sign("1789000000", body));
    assertEquals(200, await(request.sendBuffer(body)).statusCode());
    assertNotNull(server.intake.only().origin().raw().spooled());
    Buffer altered = body.copy().setByte(body.length() / 2, (byte) 'y');
    assertEquals(401, await(request.sendBuffer(altered)).statusCode());
    assertEquals(1, server.intake.messages().size());
  }

  @Test
  void whereAKeyIsSetThePasswordAloneIsNotEnough() throws Exception {
    String right = sign("1789000000", rawForm());
    Buffer altered = rawForm().appendString(" ");
    record Case(String timestamp, List<String> signatures, Buffer body) {}
    List<Case> cases =
        List.of(
            new Case("1789000000", List.of(), rawForm()),
            new Case("1789000000", List.of(""), rawForm()),
            new Case("1789000000", List.of("!!!"), rawForm()),
            new Case("1789000000", List.of(right.substring(4)), rawForm()),
            new Case("1789000001", List.of(right), rawForm()),
            new Case("1789000000", List.of(right), altered),
            new Case("1789000000", List.of(right, right), rawForm()),
            new Case("", List.of(right), rawForm()));
    for (Case each : cases) {
      HttpRequest<Buffer> request = post("signed").putHeader("Content-Type", MULTIPART);
      request.putHeader(TIMESTAMP, each.timestamp()).putHeader(SIGNATURE, each.signatures());
      assertEquals(401, await(request.sendBuffer(each.body())).statusCode(), each.toString());
    }
    assertEquals(List.of(), server.intake.messages());
  }

  private HttpResponse<Buffer> sendBody(String type, Buffer body) {
    return await(post("sendgrid").putHeader("Content-Type", type).sendBuffer(body));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[]", "null", "{\"to\":1,\"to\":2}", "{\"to\":{},\"from\":[]}"})
  void whatIsWrongBesideAMailCostsNothingOfIt(String odd) {
    MultipartForm raw = MultipartForm.create().attribute("email", "From: a@b.example\n\nx");
    assertEquals(200, send(raw.attribute("envelope", odd)).statusCode());
    MultipartForm parsed =
        MultipartForm.create()
            .attribute("headers", "From: a@b.example\nSubject: s")
            .attribute("text", "Grüße")
            .attribute("envelope", odd)
            .attribute("charsets", odd)
            .attribute("attachment-info", odd)
            .binaryFileUpload("attachment1", "x.bin", Buffer.buffer("PNG"), "image/png");
    assertEquals(200, send(parsed).statusCode());

    InboundMessage first = server.intake.messages().getFirst();
    assertEquals("x", first.content().text().strip());
    assertEquals(Set.of(), first.handling().marks());
    InboundMessage second = server.intake.messages().getLast();
    assertEquals("Grüße", second.content().text());
    assertEquals("x.bin", second.content().attachments().getFirst().name());
  }

  /** SendGrid drops what is refused: what broke off, or is no form, is kept as it came. */
  @Test
  void aProvenBodyThatCannotBeTakenApartIsKept() {
    String whole = rawForm().toString(StandardCharsets.ISO_8859_1);
    Map<String, byte[]> parsed = new LinkedHashMap<>();
    parsed.put("headers", bytes("From: Ann <ann@example.com>\nSubject: Cut\n", "UTF-8"));
    parsed.put("text", bytes("the end is missing", "UTF-8"));
    String fields = form(parsed).toString();
    int cut = fields.indexOf(" is missing");
    List<Buffer> bodies =
        List.of(
            Buffer.buffer("x"),
            Buffer.buffer(whole.replace("xYzZY", "other").getBytes(StandardCharsets.ISO_8859_1)),
            Buffer.buffer(fields.replace("form-data; name=\"text\"", "form-data; name=\"")),
            Buffer.buffer(fields.substring(0, cut)));
    for (Buffer body : bodies) {
      assertEquals(200, sendBody(MULTIPART, body).statusCode(), body.toString());
      InboundMessage kept = server.intake.messages().getLast();
      assertEquals(Set.of(Mark.UNPARSED), kept.handling().marks(), body.toString());
      assertEquals(body, kept.origin().raw().bytes());
    }
    assertEquals("Cut", server.intake.messages().getLast().content().subject());
    assertEquals(200, sendBody("multipart/form-data", Buffer.buffer("no boundary")).statusCode());
    assertEquals(bodies.size() + 1, server.intake.messages().size());
  }

  @Test
  void whatCarriesNoMailIsDroppedAndWhatPassesIsTriedAgain() {
    assertEquals(422, send(MultipartForm.create().attribute("hello", "x")).statusCode());
    assertEquals(415, await(post("sendgrid").sendJson(new JsonObject())).statusCode());
    assertEquals(422, sendBody(MULTIPART, Buffer.buffer()).statusCode());
    server.intake.failWith(new Failure(Failure.Kind.TOO_MANY, "intake-full", "later"));
    MultipartForm mail = MultipartForm.create().attribute("email", "From: a@b.example\n\nx");
    assertEquals(503, send(mail).statusCode());
    assertEquals(List.of(), server.intake.messages());
  }
}
