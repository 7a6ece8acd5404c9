package io.omnigate.channels.out;

import static io.omnigate.channels.TestServer.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.channels.TestFiles;
import io.omnigate.channels.TestServer;
import io.omnigate.core.outbox.Delivery;
import io.omnigate.core.outbox.DeliveryOutcome;
import io.omnigate.core.outbox.DeliveryOutcome.Failed;
import io.omnigate.core.outbox.DeliveryOutcome.Retry;
import io.omnigate.core.outbox.DeliveryOutcome.Sent;
import io.omnigate.core.outbox.DeliveryOutcome.Uncertain;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of an answer, as each provider gets them. */
class FilesOutTest {
  private static final Delivery.File PHOTO =
      TestFiles.file("Tür \"neu\".png", "image/png", new byte[] {0, 13, 10, -1});
  private static final Delivery.File PAPER = Out.file("invoice.pdf", "application/pdf", 5);
  private static final Delivery.File PROGRAM = Out.file("setup.exe", "application/x-msdownload", 5);
  private static final Delivery.File EMPTY = Out.file("empty.txt", "text/plain", 0);

  private final Out out = new Out();

  @AfterEach
  void close() {
    out.close();
  }

  private DeliveryOutcome send(Provider provider, String text, Delivery.File... files) {
    return out.send(
        provider, Out.delivery(provider.recipient(), text, Instant.now(), List.of(files)));
  }

  private List<String> paths() {
    return out.api.calls().stream().map(StandIn.Call::path).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"line", "viber", "x"})
  void whoTakesNoFilesGetsALinkThatIsSigned(String kind) {
    Provider provider = Provider.of(kind);
    out.api.usually(200, provider.accepts());

    assertInstanceOf(Sent.class, send(provider, "See the files", PHOTO, PAPER));

    List<String> messages =
        out.api.calls().stream().flatMap(call -> provider.messages(call).stream()).toList();
    assertEquals(2, messages.size());
    assertEquals("See the files", messages.get(0));
    List<String> lines = messages.get(1).lines().toList();
    assertEquals(2, lines.size());
    assertTrue(lines.get(1).startsWith("invoice.pdf: http://localhost:8080/files/"), lines.get(1));
    String token = lines.get(1).replaceFirst(".*/files/", "");
    assertEquals("file-1", out.server.context().fileLinks().attachment(token).orElseThrow());
  }

  @Test
  void telegramShowsPicturesAndKeepsOtherFilesAsTheyAre() {
    Provider telegram = Provider.of("telegram");
    out.api.usually(200, telegram.accepts());

    assertEquals(new Sent(List.of("id-1", "id-1", "id-1")), send(telegram, "See", PHOTO, PAPER));

    assertEquals(
        List.of("sendMessage", "sendPhoto", "sendDocument"),
        paths().stream().map(path -> path.replaceFirst(".*/", "")).toList());
    StandIn.Call photo = out.api.calls().get(1);
    assertEquals("-1001", photo.form().get("chat_id").text());
    StandIn.Part part = photo.form().get("photo");
    assertEquals("\0\r\n\u00FF", part.latin1());
    assertTrue(part.head().contains("filename=\"Tür %22neu%22.png\"\r\n"), part.head());
    assertTrue(part.head().contains("Content-Type: image/png"), part.head());
    assertTrue(photo.headers().contains("Content-Length"));
    assertEquals("xxxxx", out.api.calls().get(2).form().get("document").text());
  }

  @Test
  void aPictureThatTelegramDoesNotShowGoesAsADocument() {
    Provider telegram = Provider.of("telegram");
    out.api
        .usually(200, telegram.accepts())
        .then(400, "{\"ok\":false,\"description\":\"Bad Request: PHOTO_INVALID_DIMENSIONS\"}");
    assertInstanceOf(Sent.class, send(telegram, "", PHOTO));
    assertEquals(2, out.api.calls().size());
    assertTrue(paths().get(1).endsWith("/sendDocument"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"messenger", "instagram"})
  void metaGetsFilesFirstAndIsThenToldToShowThem(String kind) {
    Provider provider = Provider.of(kind);
    out.api.usually(200, provider.accepts()).then(200, "{\"attachment_id\":\"a-7\"}");

    assertEquals(new Sent(List.of("id-1", "id-1")), send(provider, "See", PHOTO));

    assertEquals(
        List.of("/v23.0/me/message_attachments", "/v23.0/me/messages", "/v23.0/me/messages"),
        paths());
    StandIn.Call upload = out.api.calls().get(0);
    assertEquals("Bearer " + Out.TOKEN, upload.headers().get("Authorization"));
    assertEquals(kind, upload.form().get("platform").text());
    JsonObject message = new JsonObject(upload.form().get("message").text());
    assertEquals("image", message.getJsonObject("attachment").getString("type"));
    assertEquals("\0\r\n\u00FF", upload.form().get("filedata").latin1());
    JsonObject shown = out.api.calls().get(2).body().getJsonObject("message");
    assertEquals(
        new JsonObject("{\"type\":\"image\",\"payload\":{\"attachment_id\":\"a-7\"}}"),
        shown.getJsonObject("attachment"));
  }

  @Test
  void whatsAppGetsFilesFirstByTheNumberThatWasWrittenTo() {
    Provider whatsApp = Provider.of("whatsapp");
    out.api
        .usually(200, whatsApp.accepts())
        .then(200, "{\"id\":\"media-1\"}")
        .then(200, "{\"id\":\"media-2\"}");

    assertInstanceOf(Sent.class, send(whatsApp, "See", PHOTO, PAPER));

    List<StandIn.Call> calls = out.api.calls();
    assertEquals("/v23.0/1065/media", calls.get(0).path());
    assertEquals("whatsapp", calls.get(0).form().get("messaging_product").text());
    assertEquals("image/png", calls.get(0).form().get("type").text());
    assertEquals("media-1", calls.get(3).body().getJsonObject("image").getString("id"));
    assertEquals("16505551234", calls.get(4).body().getString("to"));
    assertEquals(
        new JsonObject("{\"id\":\"media-2\",\"filename\":\"invoice.pdf\"}"),
        calls.get(4).body().getJsonObject("document"));
  }

  @Test
  void slackTakesTheBytesAtAnAddressOfItsOwn() {
    Provider slack = Provider.of("slack");
    String ticket = "{\"ok\":true,\"file_id\":\"F1\",\"upload_url\":\"%s\"}";
    out.api
        .usually(200, slack.accepts())
        .then(200, ticket.formatted(out.api.url() + "/upload/1"))
        .then(200, "OK - 5");

    Delivery delivery = Out.delivery("C7:1.5", "See", Instant.now(), List.of(PAPER));
    assertInstanceOf(Sent.class, out.send(slack, delivery));

    List<StandIn.Call> calls = out.api.calls();
    assertEquals("invoice.pdf", calls.get(0).form().get("filename").text());
    assertEquals("5", calls.get(0).form().get("length").text());
    assertEquals("/upload/1", calls.get(1).path());
    assertEquals("xxxxx", calls.get(1).bytes().toString());
    assertFalse(calls.get(1).headers().contains("Authorization"));
    assertEquals("/files.completeUploadExternal", calls.get(3).path());
    assertEquals(
        new JsonObject(
            "{\"channel_id\":\"C7\",\"thread_ts\":\"1.5\","
                + "\"files\":[{\"id\":\"F1\",\"title\":\"invoice.pdf\"}]}"),
        calls.get(3).body());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"ok\":true,\"file_id\":\"F1\",\"upload_url\":\"http://127.0.0.1:1/x\"}",
        "{\"ok\":true,\"file_id\":\"F1\",\"upload_url\":\"https://evilslack.com/x\"}",
        "{\"ok\":true,\"file_id\":\"F1\"}",
        "{\"ok\":false,\"error\":\"missing_scope\"}",
        "{\"ok\":false,\"error\":\"file_uploads_disabled\"}"
      })
  void whereSlackDoesNotTakeTheFileALinkGoes(String answer) {
    Provider slack = Provider.of("slack");
    out.api.usually(200, slack.accepts()).then(200, answer);
    assertInstanceOf(Sent.class, send(slack, "See", PAPER));
    assertEquals(3, out.api.calls().size());
    assertTrue(slack.words(out.api.calls().get(2)).startsWith("invoice.pdf: http"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"instagram", "whatsapp"})
  void whatAProviderDoesNotTakeGoesAsALink(String kind) {
    Provider provider = Provider.of(kind);
    out.api.usually(200, provider.accepts());
    assertInstanceOf(Sent.class, send(provider, "See", PROGRAM));
    Delivery.File huge = Out.file("huge.png", "image/png", 8_000_001);
    assertInstanceOf(Sent.class, send(provider, "", huge));
    assertEquals(3, out.api.calls().size());
    assertTrue(provider.words(out.api.calls().get(1)).startsWith("setup.exe: http"));
    assertTrue(provider.words(out.api.calls().get(2)).startsWith("huge.png: http"));
  }

  @ParameterizedTest
  @MethodSource("io.omnigate.channels.out.Provider#all")
  void anEmptyFileGoesAsALink(Provider provider) {
    out.api.usually(200, provider.accepts());
    assertInstanceOf(Sent.class, send(provider, "", EMPTY));
    assertTrue(provider.words(out.api.only()).startsWith("empty.txt: http"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"messenger", "instagram", "whatsapp", "slack"})
  void anUploadThatBreaksIsTriedAgainForNobodySawAnything(String kind) {
    Provider provider = Provider.of(kind);
    out.api.thenDrop();
    assertInstanceOf(Retry.class, send(provider, "See", PAPER));
    out.api.then(503, "").then(500, "");
    assertInstanceOf(Retry.class, send(provider, "See", PAPER));
    assertInstanceOf(Retry.class, send(provider, "See", PAPER));
    assertEquals(3, out.api.calls().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"telegram", "messenger", "whatsapp", "slack"})
  void aLargeFileArrivesByteByByteAndItsLengthIsKnown(String kind) {
    Provider provider = Provider.of(kind);
    takeUploads(provider);
    byte[] film = TestServer.random(22_000_007).getBytes();
    Delivery.File file = TestFiles.file("film.pdf", "application/pdf", film);

    assertInstanceOf(Sent.class, send(provider, "", TestFiles.slowly(out.server.vertx, file)));

    StandIn.Call call = large();
    String length = call.headers().get("Content-Length");
    assertEquals(Integer.toString(call.bytes().length()), length);
    assertFalse(call.headers().contains("Transfer-Encoding"));
    byte[] arrived =
        kind.equals("slack")
            ? call.bytes().getBytes()
            : call.form().values().stream()
                .filter(part -> part.head().contains("filename="))
                .findFirst()
                .orElseThrow()
                .latin1()
                .getBytes(StandardCharsets.ISO_8859_1);
    assertArrayEquals(film, arrived);
  }

  @ParameterizedTest
  @ValueSource(strings = {"telegram", "messenger", "whatsapp", "slack"})
  void aFileThatBreaksOffOnItsWayIsTriedAgainAndNobodyTakesTheHalfOfIt(String kind) {
    Provider provider = Provider.of(kind);
    takeUploads(provider);
    Delivery.File whole = Out.file("film.pdf", "application/pdf", 22_000_000);

    Retry later =
        assertInstanceOf(
            Retry.class, send(provider, "", TestFiles.broken(out.server.vertx, whole, 30)));

    assertTrue(later.reason().contains("broke off on its way"), later.reason());
    assertTrue(out.api.calls().stream().allMatch(call -> call.bytes().length() < 1_000));
    assertInstanceOf(Sent.class, send(provider, "", whole));
    assertTrue(large().bytes().length() >= 22_000_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"telegram", "messenger", "whatsapp", "slack"})
  void aConnectionThatBreaksAmidAFileLeavesNoDoubt(String kind) {
    Provider provider = Provider.of(kind);
    takeUploads(provider);
    if (kind.equals("slack")) {
      out.api.then(200, uploads(provider));
    }
    out.api.thenCut();
    Delivery.File whole = Out.file("film.pdf", "application/pdf", 22_000_000);

    assertInstanceOf(Retry.class, send(provider, "", TestFiles.slowly(out.server.vertx, whole)));

    assertTrue(out.api.calls().stream().allMatch(call -> call.bytes().length() < 1_000));
    assertInstanceOf(Sent.class, send(provider, "", whole));
  }

  @ParameterizedTest
  @ValueSource(strings = {"telegram", "messenger", "whatsapp", "slack"})
  void aFileThatWasPurgedFailsItsMessageAndIsNoLink(String kind) {
    Provider provider = Provider.of(kind);
    takeUploads(provider);
    Delivery.File whole = Out.file("film.pdf", "application/pdf", 2_000_000);
    assertEquals(
        new Failed("A file of it is no longer there."),
        send(provider, "", TestFiles.purged(out.server.vertx, whole, 3)));
    assertTrue(out.api.calls().stream().allMatch(call -> call.bytes().length() < 1_000));
  }

  /** What the customer has cannot be sent again; the file alone can. */
  @Test
  void aFileThatBreaksOffBehindTheTextIsSentAgainAlone() {
    Provider telegram = Provider.of("telegram");
    takeUploads(telegram);
    Delivery.File whole = Out.file("film.pdf", "application/pdf", 2_000_000);
    AtomicInteger reads = new AtomicInteger();
    Delivery.File once =
        new Delivery.File(
            whole.id(),
            whole.name(),
            whole.mediaType(),
            whole.size(),
            null,
            (from, length) ->
                reads.incrementAndGet() == 3
                    ? Future.failedFuture("the database is away")
                    : whole.slices().slice(from, length));
    assertInstanceOf(Sent.class, send(telegram, "See", once));
    assertEquals(2, out.api.calls().size());
    assertTrue(large().bytes().length() >= 2_000_000);
  }

  /** The one call that had the bytes. */
  private StandIn.Call large() {
    List<StandIn.Call> large =
        out.api.calls().stream().filter(call -> call.bytes().length() > 1_000_000).toList();
    assertEquals(1, large.size());
    return large.getFirst();
  }

  /** Answers every call in a way that satisfies the provider's uploads and sends. */
  private void takeUploads(Provider provider) {
    out.api.usually(200, uploads(provider));
  }

  private String uploads(Provider provider) {
    return new JsonObject(provider.accepts())
        .put("attachment_id", "a-7")
        .put("id", "media-1")
        .put("file_id", "F1")
        .put("upload_url", out.api.url() + "/upload/1")
        .encode();
  }

  @Test
  void aFileThatIsRefusedAfterTheTextLeavesDoubt() {
    Provider telegram = Provider.of("telegram");
    out.api
        .then(200, telegram.accepts())
        .then(403, "{\"ok\":false,\"description\":\"Forbidden: bot was blocked by the user\"}");
    Uncertain half = assertInstanceOf(Uncertain.class, send(telegram, "See", PAPER));
    assertTrue(half.reason().startsWith("Of 2 parts the customer has the first 1."));
  }

  @Test
  void afterADayWhatsAppGetsTheTemplateThatIsConfiguredAndNoFile() {
    Provider whatsApp = Provider.of("whatsapp");
    Delivery late =
        Out.delivery(
            whatsApp.recipient(), "hi", Instant.now().minusSeconds(90_000), List.of(PAPER));
    Map<String, Object> template =
        Map.of(
            "apiUrl", out.api.url(), "template", Map.of("name", "come_back", "language", "en_US"));
    out.api.usually(200, whatsApp.accepts());

    DeliveryOutcome outcome = await(out.courier(whatsApp, template).deliver(late));

    Failed failed = assertInstanceOf(Failed.class, outcome);
    assertTrue(failed.reason().contains("come_back"), failed.reason());
    JsonObject body = out.api.only().body();
    assertEquals("template", body.getString("type"));
    assertEquals(
        new JsonObject("{\"name\":\"come_back\",\"language\":{\"code\":\"en_US\"}}"),
        body.getJsonObject("template"));
    out.api.then(429, "{}");
    assertInstanceOf(Retry.class, await(out.courier(whatsApp, template).deliver(late)));
  }
}
