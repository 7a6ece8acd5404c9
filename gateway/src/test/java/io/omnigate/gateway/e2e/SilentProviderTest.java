package io.omnigate.gateway.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.omnigate.core.TestPostgres;
import io.omnigate.core.TestSql;
import io.omnigate.gateway.TestGateway;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A provider that takes the first part of an answer and is not heard of again. */
class SilentProviderTest {
  @TempDir private Path data;
  private final AtomicInteger calls = new AtomicInteger();
  private HttpServer provider;
  private String database = "";
  private TestGateway gateway;

  @BeforeEach
  void start() throws Exception {
    provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    provider.createContext("/", this::answerOnce);
    provider.start();
    String api = "http://127.0.0.1:" + provider.getAddress().getPort();
    database = TestPostgres.freshDatabase();
    String config =
        Outside.config(database)
                .replaceAll("(kind: telegram, )", "$1botToken: bot, apiUrl: \"" + api + "\", ")
            + "\noutbox: { leaseSeconds: 60 }\n";
    gateway = TestGateway.start(data, config);
  }

  @AfterEach
  void stop() {
    if (gateway != null) {
      gateway.close();
    }
    provider.stop(0);
  }

  private void answerOnce(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    if (calls.incrementAndGet() == 1) {
      byte[] answer = Outside.bytes("{\"ok\":true,\"result\":{\"message_id\":1}}");
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
      exchange.close();
    }
  }

  /** So the channel gave it up by itself, and had not merely been overtaken by the outbox. */
  @Test
  void theAnswerIsOverAndSaysHowFarItCameBeforeItsLeaseCanBeTakenOver() throws Exception {
    Outside outside = new Outside(gateway.url());
    JsonObject update =
        new JsonObject(
            """
            {"update_id":1,"message":{"message_id":5,"from":{"id":9,"is_bot":false,\
            "first_name":"A"},"chat":{"id":9,"type":"private"},"date":1441645532,"text":"hi"}}""");
    outside.telegram(update);
    String ticket = TestSql.ask(database, "SELECT id FROM ticket");
    JsonObject said = new JsonObject().put("text", "a".repeat(4_096) + "b");
    assertEquals(
        2,
        outside.api("POST", "/api/tickets/" + ticket + "/replies", said, Outside.TOKEN).statusCode()
            / 100);

    String outcome = "SELECT coalesce(outcome, 'none') FROM outbox";
    TestGateway.await("the outcome", () -> TestSql.ask(database, outcome).equals("uncertain"));

    String reason = TestSql.ask(database, "SELECT reason FROM outbox");
    assertTrue(reason.startsWith("Of 2 parts the customer has the first 1."), reason);
    assertEquals(2, calls.get());
  }
}
