package io.omnigate.channels.form;

import static io.omnigate.channels.TestServer.await;
import static io.omnigate.channels.TestServer.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.channels.TestServer;
import io.omnigate.core.contact.Identity;
import io.omnigate.core.intake.Attachment;
import io.omnigate.core.intake.InboundMessage;
import io.omnigate.core.intake.InboundMessage.Mark;
import io.omnigate.core.ticket.Priority;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.multipart.MultipartForm;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormChannelTest {
  private static final String PAGE = "https://shop.example";

  private final TestServer server =
      TestServer.with(
          Map.of(
              "form", Map.of("kind", "form", "origins", List.of("*")),
              "shop", Map.of("kind", "form", "origins", List.of(PAGE)),
              "slow", Map.of("kind", "form", "origins", List.of("*"), "ratePerMinute", 3),
              "strict", strict()));

  private static Map<String, Object> strict() {
    List<String> blocked = List.of("exe", "image/svg+xml");
    return Map.of(
        "kind", "form", "origins", List.of("*"), "maxFileMiB", 1, "blockedFiles", blocked);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private static JsonObject message() {
    return new JsonObject().put("message", "My parcel is lost");
  }

  private static MultiMap fields(String... namesAndValues) {
    MultiMap fields = MultiMap.caseInsensitiveMultiMap();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.add(namesAndValues[i], namesAndValues[i + 1]);
    }
    return fields;
  }

  private HttpRequest<Buffer> browser() {
    return server.post("form").putHeader("Accept", "text/html,application/xhtml+xml");
  }

  @Test
  void aProgramsPostIsStoredAndAnsweredWithItsReceipt() {
    HttpResponse<Buffer> response =
        await(
            server
                .post("form")
                .sendJsonObject(
                    message()
                        .put("name", "Ann")
                        .put("email", "ann@example.com")
                        .put("phone", "2101234567")
                        .put("subject", "Lost\nparcel")
                        .put("priority", "high")
                        .put("department", "sales")));

    assertEquals(201, response.statusCode());
    InboundMessage kept = server.intake.only();
    assertEquals(kept.ids().ticket().value(), json(response).getString("ticket"));
    assertEquals("Lost parcel", kept.content().subject());
    assertEquals("My parcel is lost", kept.content().text());
    assertEquals(Priority.HIGH, kept.handling().priority());
    assertEquals("sales", kept.handling().department());
    assertEquals("Ann", kept.sender().name());
    assertEquals(
        List.of(
            new Identity(Identity.Kind.EMAIL, "ann@example.com", false),
            new Identity(Identity.Kind.PHONE, "+302101234567", false)),
        kept.sender().identities());
  }

  @Test
  void aBrowsersPostLeadsToThePageWithTheTicketId() {
    HttpResponse<Buffer> response = await(browser().sendForm(fields("message", "Γειά σας")));

    assertEquals(303, response.statusCode());
    String location = response.getHeader("Location");
    String ticket = server.intake.only().ids().ticket().value();
    assertEquals("/forms/form/thanks?lang=en&ticket=" + ticket, location);
    assertEquals("Γειά σας", server.intake.only().content().text());
    HttpResponse<Buffer> thanks = await(server.get(location).send());
    assertEquals(200, thanks.statusCode());
    assertTrue(thanks.bodyAsString().contains(ticket));
  }

  @Test
  void filesComeWithTheMessage() {
    MultipartForm form =
        MultipartForm.create()
            .attribute("message", "see the picture")
            .binaryFileUpload("files", "../../photo.png", Buffer.buffer("PNG"), "image/png")
            .binaryFileUpload("files", "notes.txt", Buffer.buffer("a\0b"), "text/plain");
    HttpResponse<Buffer> response = await(server.post("form").sendMultipartForm(form));

    assertEquals(201, response.statusCode());
    List<Attachment> files = server.intake.only().content().attachments();
    assertEquals(
        List.of(".._.._photo.png", "notes.txt"), files.stream().map(Attachment::name).toList());
    assertEquals("image/png", files.getFirst().mediaType());
    assertEquals(Buffer.buffer("a\0b"), files.getLast().bytes());
  }

  @Test
  void aFileFieldLeftAloneIsNoFile() {
    String body =
        "--b\r\nContent-Disposition: form-data; name=\"message\"\r\n\r\nhello\r\n"
            + "--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"\"\r\n"
            + "Content-Type: application/octet-stream\r\n\r\n\r\n--b--\r\n";
    HttpResponse<Buffer> response =
        await(
            server
                .post("form")
                .putHeader("Content-Type", "multipart/form-data; boundary=b")
                .sendBuffer(Buffer.buffer(body)));
    assertEquals(201, response.statusCode());
    assertEquals(List.of(), server.intake.only().content().attachments());
  }

  @ParameterizedTest
  @CsvSource({
    "setup.EXE, application/octet-stream, 2, file-type-not-allowed",
    "picture, image/svg+xml, 2, file-type-not-allowed",
    "film.mp4, video/mp4, 1048577, file-too-large",
  })
  void aFileThatTheChannelForbidsIsRefusedByName(String name, String type, int size, String code) {
    MultipartForm form =
        MultipartForm.create()
            .attribute("message", "m")
            .binaryFileUpload("files", name, Buffer.buffer(new byte[size]), type);
    HttpResponse<Buffer> response = await(server.post("strict").sendMultipartForm(form));

    assertEquals(422, response.statusCode());
    assertEquals(code, json(response).getString("code"));
    assertEquals("files", json(response).getString("field"));
    assertEquals(name, json(response).getString("file"));
    assertEquals(List.of(), server.intake.messages());
  }

  @Test
  void tooManyFilesAreRefused() {
    MultipartForm form = MultipartForm.create().attribute("message", "m");
    for (int i = 0; i < 11; i++) {
      form.binaryFileUpload("files", i + ".txt", Buffer.buffer("x"), "text/plain");
    }
    HttpResponse<Buffer> response = await(server.post("form").sendMultipartForm(form));
    assertEquals(422, response.statusCode());
    assertEquals("too-many-files", json(response).getString("code"));
  }

  @Test
  void ofAFormWithMorePartsThanOneHasNothingIsTaken() {
    MultiMap fields = fields("message", "m");
    MultipartForm form = MultipartForm.create().attribute("message", "m");
    MultipartForm files = MultipartForm.create().attribute("message", "m");
    for (int i = 0; i < 50; i++) {
      fields.add("name", "n");
      form.attribute("name", "n");
      files.binaryFileUpload("files", i + ".txt", Buffer.buffer("x"), "text/plain");
    }
    assertRefused("too-many-parts", await(server.post("form").sendForm(fields)));
    assertRefused("too-many-parts", await(server.post("form").sendMultipartForm(form)));
    assertRefused("too-many-files", await(server.post("form").sendMultipartForm(files)));
    assertEquals(List.of(), server.intake.messages());
  }

  private static void assertRefused(String code, HttpResponse<Buffer> response) {
    assertEquals(422, response.statusCode());
    assertEquals(code, json(response).getString("code"));
  }

  @Test
  void theTrapSendsToSpamAndTellsNobody() {
    HttpResponse<Buffer> response =
        await(browser().sendForm(fields("message", "buy", "website", "http://spam.example")));
    assertEquals(303, response.statusCode());
    assertEquals(Set.of(Mark.SPAM), server.intake.only().handling().marks());

    JsonObject trapped = message().put("website", "http://spam.example");
    HttpResponse<Buffer> program = await(server.post("form").sendJsonObject(trapped));
    assertEquals(Set.of(Mark.SPAM), server.intake.messages().getLast().handling().marks());
    assertEquals("new", json(program).getString("status"));
  }

  @Test
  void whatBrowsersEscapeInFileNamesIsReadAsItWas() {
    Buffer body =
        Buffer.buffer(
            "--B\r\nContent-Disposition: form-data; name=\"message\"\r\n\r\nm\r\n"
                + "--B\r\nContent-Disposition: form-data; name=\"files\";"
                + " filename=\"a %22big%22%0D%0A fish 50%25.txt\"\r\n\r\nx\r\n--B--\r\n");
    HttpResponse<Buffer> taken =
        await(
            server
                .post("form")
                .putHeader("Content-Type", "multipart/form-data; boundary=B")
                .sendBuffer(body));
    assertEquals(201, taken.statusCode());
    assertEquals(
        "a _big_ fish 50%25.txt", server.intake.only().content().attachments().getFirst().name());
  }

  @Test
  void theSameKeyIsTheSameMessageAndWithoutOneEachIsNew() {
    HttpRequest<Buffer> keyed = server.post("form").putHeader("Idempotency-Key", "k-1");
    assertEquals(201, await(keyed.sendJsonObject(message())).statusCode());
    HttpResponse<Buffer> again = await(keyed.sendJsonObject(message()));
    assertEquals(200, again.statusCode());
    assertTrue(json(again).getBoolean("duplicate"));
    HttpResponse<Buffer> other = await(keyed.sendJsonObject(message().put("subject", "x")));
    assertEquals(422, other.statusCode());

    await(server.post("form").sendJsonObject(message()));
    await(server.post("form").sendJsonObject(message()));
    assertEquals(3, server.intake.messages().size());
  }

  @Test
  void aKeyedFormWithFilesIsRecognisedWhateverItsBoundary() {
    String body = "--B\r\nContent-Disposition: form-data; name=\"message\"\r\n\r\nm\r\n--B--\r\n";
    List<Integer> statuses =
        Stream.of("first", "second")
            .map(
                boundary ->
                    await(
                            server
                                .post("form")
                                .putHeader("Idempotency-Key", "k-2")
                                .putHeader(
                                    "Content-Type", "multipart/form-data; boundary=" + boundary)
                                .sendBuffer(Buffer.buffer(body.replace("--B", "--" + boundary))))
                        .statusCode())
            .toList();
    assertEquals(List.of(201, 200), statuses);
    assertEquals(1, server.intake.messages().size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | message",
        "{\"message\":\" \"} | message",
        "{\"message\":7} | message",
        "{\"message\":\"m\",\"email\":\"nobody\"} | email",
        "{\"message\":\"m\",\"phone\":\"call me\"} | phone",
        "{\"message\":\"m\",\"priority\":\"highest\"} | priority",
        "{\"message\":\"m\",\"department\":\"board\"} | department",
        "{\"message\":\"m\",\"status\":\"closed\"} | status",
      })
  void aWrongFieldIsNamed(String body, String field) {
    HttpResponse<Buffer> response =
        await(
            server
                .post("form")
                .putHeader("Content-Type", "application/json")
                .sendBuffer(Buffer.buffer(body)));
    assertEquals(422, response.statusCode());
    assertEquals(field, json(response).getString("field"));
    assertEquals(List.of(), server.intake.messages());
  }

  @Test
  void aBrowserIsShownItsFormAgainWithWhatWasTyped() {
    HttpResponse<Buffer> response =
        await(browser().sendForm(fields("message", "<b>\"hi\"</b>", "email", "nobody")));

    assertEquals(422, response.statusCode());
    String page = response.bodyAsString();
    assertTrue(page.contains("&lt;b&gt;&quot;hi&quot;&lt;/b&gt;"), page);
    assertFalse(page.contains("<b>"), "what was typed is escaped");
    assertTrue(page.contains("Please give an address like ann@example.com."));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/json | {",
        "application/json | []",
        "application/x-www-form-urlencoded | message=%zz",
        "multipart/form-data | x",
        "multipart/form-data; boundary=b | --b garbage",
        "multipart/form-data; boundary=b | ",
      })
  void aMalformedBodyIsRefused(String type, String body) {
    HttpResponse<Buffer> response =
        await(
            server
                .post("form")
                .putHeader("Content-Type", type)
                .sendBuffer(Buffer.buffer(body == null ? "" : body)));
    assertTrue(Set.of(400, 422).contains(response.statusCode()), response.bodyAsString());
    assertEquals(List.of(), server.intake.messages());
  }

  @Test
  void anotherMediaTypeIsRefused() {
    HttpRequest<Buffer> request = server.post("form").putHeader("Content-Type", "text/xml");
    assertEquals(415, await(request.sendBuffer(Buffer.buffer("<a/>"))).statusCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://evil.example", "null", ""})
  void aForeignOriginIsRefused(String origin) {
    HttpRequest<Buffer> request = server.post("shop");
    if (!origin.isEmpty()) {
      request.putHeader("Origin", origin);
    }
    assertEquals(401, await(request.sendJsonObject(message())).statusCode());
    assertEquals(List.of(), server.intake.messages());
  }

  @Test
  void anAllowedPageAndTheHostedOneMaySend() {
    for (String origin : List.of(PAGE, "http://127.0.0.1:" + server.port())) {
      HttpRequest<Buffer> request = server.post("shop").putHeader("Origin", origin);
      assertEquals(201, await(request.sendJsonObject(message())).statusCode(), origin);
    }
  }

  @Test
  void oneAddressMayNotFloodTheForm() {
    for (int i = 0; i < 3; i++) {
      assertEquals(201, await(server.post("slow").sendJsonObject(message())).statusCode());
    }
    HttpResponse<Buffer> response = await(server.post("slow").sendJsonObject(message()));
    assertEquals(429, response.statusCode());
    assertTrue(Integer.parseInt(response.getHeader("Retry-After")) >= 1);
    assertEquals(3, server.intake.messages().size());
    assertEquals(1, server.counted("slow", "rejected", "rate-limited"));
  }

  @Test
  void allAddressesOfOneIpv6NetworkAreOneSender() {
    try (TestServer proxied =
        TestServer.behindProxy(
            Map.of("form", Map.of("kind", "form", "origins", List.of("*"), "ratePerMinute", 2)))) {
      List<Integer> statuses =
          Stream.of("2001:db8::1", "2001:db8::2", "2001:db8::3", "2001:db8:0:1::1", "192.0.2.1")
              .map(
                  address ->
                      await(
                              proxied
                                  .post("form")
                                  .putHeader("X-Forwarded-For", address)
                                  .sendJsonObject(message()))
                          .statusCode())
              .toList();
      assertEquals(List.of(201, 201, 429, 201, 201), statuses);
    }
  }

  @Test
  void theHostedPageWorksWithoutScriptsAndAllowsNone() {
    HttpResponse<Buffer> page = await(server.get("/forms/form").send());
    assertEquals(200, page.statusCode());
    assertTrue(page.bodyAsString().contains("action=\"/in/form?lang=en\""));
    assertFalse(page.bodyAsString().contains("<script"));
    assertFalse(page.bodyAsString().contains("{{"));
    String policy = page.getHeader("Content-Security-Policy");
    assertNotNull(policy);
    assertTrue(policy.contains("default-src 'none'"));
    assertEquals("nosniff", page.getHeader("X-Content-Type-Options"));
    assertEquals(404, await(server.get("/forms/nothing").send()).statusCode());
  }

  @Test
  void theThankYouPageShowsOnlyTicketIds() {
    String page =
        await(server.get("/forms/form/thanks?ticket=%3Cscript%3Ealert(1)%3C/script%3E").send())
            .bodyAsString();
    assertFalse(page.contains("alert(1)"));
  }
}
