package io.omnigate.gateway.e2e;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.omnigate.core.SmtpPeer;
import io.omnigate.core.TestPostgres;
import io.omnigate.core.TestSql;
import io.omnigate.gateway.GatewayProcess;
import io.omnigate.gateway.TestGateway;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Large files of agents through a gateway whose memory could not hold them, to the customer. */
class LargeAnswersTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final int MIB = 1 << 20;

  private static final String UPDATE =
      """
      {"update_id":1,"message":{"message_id":5,"from":{"id":9,"is_bot":false,"first_name":"A"},
      "chat":{"id":9,"type":"private"},"date":1441645532,"text":"hi"}}""";

  private static final String HEAP = "-Xmx96m";

  @TempDir private Path folder;

  private final String database = TestPostgres.freshDatabase();

  /** Each of four mails would be more than the heap, as a client that holds it whole holds it. */
  @Test
  void answersLeaveWithFilesThatAGatewayCouldNotHold() throws Exception {
    int answers = 4;
    byte[] film = random(22 * MIB);
    List<byte[]> documents = new CopyOnWriteArrayList<>();
    HttpServer telegram = telegram(documents);
    try (SmtpPeer peer = new SmtpPeer();
        GatewayProcess gateway =
            start(
                answering(
                    Outside.config(database)
                        .replaceAll(
                            "(kind: telegram, )",
                            "$1botToken: \"7:token\", apiUrl: \"http://127.0.0.1:"
                                + telegram.getAddress().getPort()
                                + "\", "),
                    peer))) {
      Outside outside = new Outside(gateway.awaitReady());
      for (int n = 0; n < answers; n++) {
        answer(outside, mailed(outside, n), film);
      }
      String chat = Outside.json(outside.telegram(new JsonObject(UPDATE))).getString("ticket");
      answer(outside, chat, film);

      TestGateway.await("the mails", () -> peer.received().size() == answers);
      peer.received().forEach(mail -> assertArrayEquals(film, attached(mail.content())));
      TestGateway.await("the document", () -> !documents.isEmpty());
      assertArrayEquals(film, formFile(documents.getFirst()));
      assertEquals("1", ask("count(*) FROM blob WHERE length(bytes) > 1"));
      TestGateway.await(
          "all sent", () -> ask("count(*) FROM outbox WHERE outcome = 'sent'").equals("5"));
      assertEquals(answers, peer.received().size());
      TestGateway.await("no slices", () -> ask("count(*) FROM upload_slice").equals("0"));
    } finally {
      telegram.stop(0);
    }
  }

  @Test
  void aDatabaseThatStallsWhileAMailLeavesCostsATryAndLeavesNoHalfOfIt() throws Exception {
    byte[] film = random(6 * MIB);
    CountDownLatch leaving = new CountDownLatch(1);
    try (SmtpPeer peer = new SmtpPeer();
        GatewayProcess gateway = start(answering(Outside.config(database), peer))) {
      peer.readSlowly();
      peer.script(
          (step, line) -> {
            if (step == SmtpPeer.Step.DATA) {
              leaving.countDown();
            }
            return null;
          });
      Outside outside = new Outside(gateway.awaitReady());
      answer(outside, mailed(outside, 0), film);
      assertTrue(leaving.await(60, TimeUnit.SECONDS));
      try (Connection holding = TestSql.connect(database)) {
        holding.setAutoCommit(false);
        holding.createStatement().execute("LOCK TABLE blob IN ACCESS EXCLUSIVE MODE");
        TestGateway.await(
            "put off",
            () ->
                ask("count(*) FROM outbox WHERE outcome IS NULL AND reason LIKE '%not be read%'")
                    .equals("1"));
        TestGateway.await("broken off", () -> peer.connections() == 0);
        assertEquals(List.of(), peer.received());
        holding.rollback();
      }
      TestGateway.await("the next try", () -> !peer.received().isEmpty());
      assertArrayEquals(film, attached(peer.received().getFirst().content()));
      TestGateway.await(
          "sent", () -> ask("count(*) FROM outbox WHERE outcome = 'sent'").equals("1"));
      assertEquals(1, peer.received().size());
    }
  }

  /** Uploads a file, as the console does, and answers with it. */
  private static void answer(Outside outside, String ticket, byte[] file) throws Exception {
    HttpRequest upload =
        HttpRequest.newBuilder(
                URI.create(outside.url() + "/api/uploads?name=film.mp4&mediaType=video/mp4"))
            .header("Authorization", "Bearer " + Outside.TOKEN)
            .header("Content-Type", "application/octet-stream")
            .POST(BodyPublishers.ofByteArray(file))
            .build();
    HttpResponse<String> kept = CLIENT.send(upload, BodyHandlers.ofString());
    assertEquals(201, kept.statusCode(), kept.body());
    String id = Outside.json(kept).getString("id");
    JsonObject reply =
        new JsonObject()
            .put("text", "see the film")
            .put("attachments", JsonArray.of(new JsonObject().put("upload", id)));
    HttpResponse<String> stored =
        outside.api("POST", "/api/tickets/" + ticket + "/replies", reply, Outside.TOKEN);
    assertEquals(201, stored.statusCode(), stored.body());
  }

  private static String answering(String config, SmtpPeer peer) {
    return config
        + """
          mail:
            smtp: { host: 127.0.0.1, port: %d, startTls: disabled }
            from: "Support <support@example.com>"
            replyDomain: reply.example.com
          outbox: { firstRetrySeconds: 1 }
          """
            .formatted(peer.port());
  }

  /** Takes every call, and keeps the bodies of those that bring a document. */
  private static HttpServer telegram(List<byte[]> documents) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          if (exchange.getRequestURI().getPath().endsWith("/sendDocument")) {
            documents.add(body);
          }
          byte[] answer = Outside.bytes("{\"ok\":true,\"result\":{\"message_id\":9}}");
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static byte[] attached(String mail) {
    int blank = mail.indexOf("\r\n\r\n", mail.indexOf("filename=\"film.mp4\""));
    return Base64.getMimeDecoder().decode(mail.substring(blank + 4, mail.indexOf("\r\n--", blank)));
  }

  /** The last part of a form. */
  private static byte[] formFile(byte[] form) {
    String text = new String(form, StandardCharsets.ISO_8859_1);
    int blank = text.indexOf("\r\n\r\n", text.indexOf("filename=\"film.mp4\""));
    return Arrays.copyOfRange(form, blank + 4, text.lastIndexOf("\r\n--"));
  }

  /** A customer's mail; the ticket that it opens. */
  private static String mailed(Outside outside, int number) throws Exception {
    String mail =
        "From: c%1$d@example.com\r\nSubject: film\r\nMessage-ID: <%1$d@example.com>\r\n\r\nWhere?\r\n";
    return Outside.json(outside.mail(Outside.bytes(mail.formatted(number)))).getString("ticket");
  }

  private GatewayProcess start(String yaml) throws Exception {
    return GatewayProcess.startWithin(HEAP, folder, GatewayProcess.configured(folder, yaml));
  }

  private String ask(String what) {
    return TestSql.ask(database, "SELECT " + what);
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
