package io.omnigate.gateway.e2e;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.core.TestPostgres;
import io.omnigate.core.TestSql;
import io.omnigate.gateway.GatewayProcess;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Large files through a gateway whose memory could not hold them. */
class LargeFilesTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final int MIB = 1 << 20;

  /** Together more than twice the heap. */
  private static final int AT_ONCE = 8;

  private static final String HEAP = "-Xmx96m";

  @TempDir private Path folder;

  private final String database = TestPostgres.freshDatabase();

  @Test
  void manyAtOnceAreTakenAndGivenBackByAGatewayThatCouldNotHoldThem() throws Exception {
    try (GatewayProcess gateway = start()) {
      Outside outside = new Outside(gateway.awaitReady());
      byte[] file = random(24 * MIB);
      List<CompletableFuture<HttpResponse<String>>> posts =
          IntStream.range(0, AT_ONCE)
              .mapToObj(n -> CLIENT.sendAsync(form(outside, "k-" + n, file), text()))
              .toList();
      List<String> tickets =
          posts.stream()
              .map(CompletableFuture::join)
              .map(
                  answer -> {
                    assertEquals(201, answer.statusCode(), answer.body());
                    return Outside.json(answer).getString("ticket");
                  })
              .toList();
      assertEquals(AT_ONCE, tickets.stream().distinct().count());

      assertEquals("1", ask("count(*) FROM blob"));
      assertEquals(Integer.toString(AT_ONCE), ask("count(*) FROM attachment"));
      assertEquals("t", ask("bool_and(sha256(bytes) = sha256) FROM blob"));
      assertEquals("t", ask("bool_and(length(raw) > " + file.length + ") FROM inbound"));
      assertEquals("0", ask("count(*) FROM upload_slice"));
      try (Stream<Path> left = Files.list(folder.resolve("data").resolve("spool"))) {
        assertEquals(List.of(), left.toList());
      }

      HttpResponse<String> again = CLIENT.send(form(outside, "k-0", file), text());
      assertEquals(200, again.statusCode());
      assertTrue(Outside.json(again).getBoolean("duplicate"));
      assertEquals(Integer.toString(AT_ONCE), ask("count(*) FROM attachment"));
      assertEquals("0", ask("count(*) FROM upload_slice"));
      assertArrayEquals(file, download(outside, tickets.getLast()));
    }
  }

  private GatewayProcess start() throws Exception {
    Path config = folder.resolve("omnigate.yaml");
    Files.writeString(config, Outside.config(database));
    return GatewayProcess.startWithin(
        HEAP,
        folder,
        "--config",
        config.toString(),
        "--data",
        folder.resolve("data").toString(),
        "--port",
        "0",
        "--management-port",
        "0");
  }

  private static HttpRequest form(Outside outside, String key, byte[] file) {
    ByteArrayOutputStream body = new ByteArrayOutputStream(file.length + 1_000);
    body.writeBytes(
        Outside.bytes(
            "--b\r\nContent-Disposition: form-data; name=\"message\"\r\n\r\nsee the film\r\n"
                + "--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"film.mp4\"\r\n"
                + "Content-Type: video/mp4\r\n\r\n"));
    body.writeBytes(file);
    body.writeBytes(Outside.bytes("\r\n--b--\r\n"));
    return HttpRequest.newBuilder(URI.create(outside.url() + "/in/form"))
        .header("Content-Type", "multipart/form-data; boundary=b")
        .header("Idempotency-Key", key)
        .POST(BodyPublishers.ofByteArray(body.toByteArray()))
        .build();
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
