package io.omnigate.gateway.e2e;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.channels.email.RelayPosts;
import io.omnigate.channels.email.RelayPosts.Mail;
import io.omnigate.channels.email.RelayPosts.Post;
import io.omnigate.channels.email.RelayPosts.Wrapping;
import io.omnigate.core.TestPostgres;
import io.omnigate.core.TestSql;
import io.omnigate.gateway.GatewayProcess;
import io.omnigate.gateway.TestGateway;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Large files through a gateway whose memory could not hold them. */
class LargeFilesTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final int MIB = 1 << 20;

  private static final RelayPosts RELAYS =
      new RelayPosts(Outside.SIGNING_KEY, Outside.RELAY_PASSWORD);

  private static final String HEAP = "-Xmx96m";

  @TempDir private Path folder;

  /** A slow disk may take its time; a gateway that takes nothing may not. */
  private final long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);

  private final String database = TestPostgres.freshDatabase();

  /** Together half as much again as the heap. */
  @ParameterizedTest
  @CsvSource({
    "form, 17, 8",
    "mail, 17, 8",
    "chat, 9, 16",
    "MAILGUN_RAW_URL_ENCODED, 17, 6",
    "MAILGUN_PARSED, 17, 8",
    "SENDGRID_RAW, 17, 6",
    "POSTMARK_RAW, 17, 3",
    "POSTMARK_PARSED, 17, 6"
  })
  void manyAtOnceAreTakenAndGivenBackByAGatewayThatCouldNotHoldThem(
      String kind, int mebibytes, int atOnce) throws Exception {
    try (GatewayProcess gateway = start()) {
      Outside outside = new Outside(gateway.awaitReady());
      byte[] file = random(mebibytes * MIB);
      List<CompletableFuture<HttpResponse<String>>> posts =
          IntStream.range(0, atOnce)
              .mapToObj(n -> send(post(outside, kind, "a-message-of-its-own-" + n, file)))
              .toList();
      List<String> tickets =
          posts.stream()
              .map(CompletableFuture::join)
              .map(answer -> Outside.json(answer).getString("ticket"))
              .toList();
      assertEquals(atOnce, tickets.stream().distinct().count());

      assertEquals("1", ask("count(*) FROM blob"));
      assertEquals(Integer.toString(atOnce), ask("count(*) FROM attachment"));
      assertEquals("t", ask("bool_and(sha256(bytes) = sha256) FROM blob"));
      assertEquals("t", ask("bool_and(length(raw) > " + file.length + ") FROM inbound"));
      assertNothingStays();

      HttpResponse<String> again =
          CLIENT.send(post(outside, kind, "a-message-of-its-own-0", file), text());
      assertEquals(200, again.statusCode());
      assertTrue(Outside.json(again).getBoolean("duplicate"));
      assertEquals(Integer.toString(atOnce), ask("count(*) FROM attachment"));
      assertNothingStays();
      assertArrayEquals(file, download(outside, tickets.getLast()));
    }
  }

  /** Sends as a relay does: again, unchanged, where a slow disk took too long. */
  private CompletableFuture<HttpResponse<String>> send(HttpRequest request) {
    return CLIENT
        .sendAsync(request, text())
        .thenCompose(
            answer -> {
              if (answer.statusCode() == 503 && System.nanoTime() < deadline) {
                return send(request);
              }
              assertEquals(2, answer.statusCode() / 100, answer.body());
              return CompletableFuture.completedFuture(answer);
            });
  }

  /** What a request had is removed after its answer. */
  private void assertNothingStays() {
    TestGateway.await("no slices", () -> ask("count(*) FROM upload_slice").equals("0"));
    Path spool = folder.resolve("data").resolve("spool");
    TestGateway.await("an empty spool", () -> bodies(spool) == 0);
  }

  /**
   * How many requests have something in the folders of gateways, which hold a lock each as well.
   */
  private static long bodies(Path spool) {
    return folders(spool.toFile()).mapToLong(own -> folders(own).count()).sum();
  }

  private static Stream<File> folders(File within) {
    File[] found = within.listFiles(File::isDirectory);
    return found == null ? Stream.of() : Stream.of(found);
  }

  private GatewayProcess start() throws Exception {
    String yaml =
        Outside.config(database).replace("kind: mailgun,", "kind: mailgun, maxAgeSeconds: 86400,")
            + "limits: { spoolMiB: 2048 }\n"; // room for all of them at once
    return GatewayProcess.startWithin(HEAP, folder, GatewayProcess.configured(folder, yaml));
  }

  private static HttpRequest post(Outside outside, String kind, String key, byte[] file) {
    String form = "multipart/form-data; boundary=b";
    return switch (kind) {
      case "form" -> {
        Map<String, String> headers = Map.of("Content-Type", form, "Idempotency-Key", key);
        yield post(outside, kind, headers, form("message", "see", file));
      }
      case "chat" -> {
        Map<String, String> headers = Map.of("Content-Type", form, "Origin", Outside.ORIGIN);
        yield post(outside, kind, headers, form("id", key, file));
      }
      case "mail" -> {
        Map<String, String> headers =
            Map.of(
                "Content-Type", "message/rfc822", "Authorization", "Bearer " + Outside.MAIL_TOKEN);
        yield post(outside, kind, headers, mail(key, file));
      }
      default -> {
        Mail mail = new Mail(key, Buffer.buffer(file));
        Post post = RELAYS.post(Wrapping.valueOf(kind), mail);
        yield post(outside, post.channel(), post.headers(), post.body().getBytes());
      }
    };
  }

  private static HttpRequest post(
      Outside outside, String channel, Map<String, String> headers, byte[] body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(outside.url() + "/in/" + channel))
            .expectContinue(true)
            .POST(BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    return request.build();
  }

  private static byte[] form(String field, String value, byte[] file) {
    ByteArrayOutputStream body = new ByteArrayOutputStream(file.length + 1_000);
    body.writeBytes(
        Outside.bytes(
            "--b\r\nContent-Disposition: form-data; name=\""
                + field
                + "\"\r\n\r\n"
                + value
                + "\r\n--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"film.mp4\"\r\n"
                + "Content-Type: video/mp4\r\n\r\n"));
    body.writeBytes(file);
    body.writeBytes(Outside.bytes("\r\n--b--\r\n"));
    return body.toByteArray();
  }

  private static byte[] mail(String key, byte[] file) {
    ByteArrayOutputStream body = new ByteArrayOutputStream(file.length * 3 / 2);
    body.writeBytes(
        Outside.bytes(
            "From: "
                + key
                + "@example.com\r\nSubject: film\r\nMessage-ID: <"
                + key
                + "@example.com>\r\nMIME-Version: 1.0\r\n"
                + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nsee the film\r\n"
                + "--b\r\nContent-Type: video/mp4; name=film.mp4\r\n"
                + "Content-Transfer-Encoding: base64\r\n\r\n"));
    body.writeBytes(Base64.getMimeEncoder().encode(file));
    body.writeBytes(Outside.bytes("\r\n--b--\r\n"));
    return body.toByteArray();
  }

  private static byte[] download(Outside outside, String ticket) throws Exception {
    JsonArray files =
        outside.thread(ticket).stream()
            .map(JsonObject.class::cast)
            .map(entry -> entry.getJsonArray("attachments", new JsonArray()))
            .filter(each -> !each.isEmpty())
            .findFirst()
            .orElseThrow();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(outside.url() + files.getJsonObject(0).getString("url")))
            .header("Authorization", "Bearer " + Outside.TOKEN)
            .build();
    return CLIENT.send(request, BodyHandlers.ofByteArray()).body();
  }

  private String ask(String what) {
    return TestSql.ask(database, "SELECT " + what);
  }

  private static HttpResponse.BodyHandler<String> text() {
    return BodyHandlers.ofString();
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
