package io.omnigate.gateway.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.core.TestPostgres;
import io.omnigate.core.TestSql;
import io.omnigate.gateway.FlakyProxy;
import io.omnigate.gateway.GatewayProcess;
import io.omnigate.gateway.TestGateway;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SIGKILL after the commit, which the gateway never heard of, and before any answer. */
class KilledBeforeTheAnswerTest {
  private static final String MESSAGE = "a-message-committed-and-not-answered";

  private final String database = TestPostgres.freshDatabase();
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"chat", "mail"})
  void whoSendsAgainHearsTheFirstReceiptAndThereIsOneRow(String channel) throws Exception {
    URI server = URI.create(database);
    try (FlakyProxy proxy = FlakyProxy.to(server.getPort());
        ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
      String through = database.replace(":" + server.getPort() + "/", ":" + proxy.port() + "/");
      try (GatewayProcess gateway = start(through)) {
        Outside outside = new Outside(gateway.awaitReady());
        proxy.muteAfter(Pattern.compile(MESSAGE + ".*COMMIT", Pattern.DOTALL));
        Future<HttpResponse<String>> sent = senders.submit(() -> send(outside, channel));
        TestGateway.await("the row", () -> ask("count(*) FROM inbound").equals("1"));
        gateway.kill();
        assertNotAcknowledged(sent);
      }
    }
    try (GatewayProcess gateway = start(database)) {
      HttpResponse<String> answer = send(new Outside(gateway.awaitReady()), channel);
      assertEquals(200, answer.statusCode(), answer.body());
      JsonObject receipt = Outside.json(answer);
      assertTrue(receipt.getBoolean("duplicate"), answer.body());
      assertEquals(
          ask("ticket || ' ' || message FROM inbound"),
          receipt.getString("ticket") + ' ' + receipt.getString("message"));
      assertEquals("1", ask("count(*) FROM inbound"));
      assertEquals("1", ask("count(*) FROM ticket"));
      assertEquals("1", ask("count(*) FROM entry WHERE kind = 0"));
      Histories.assertLegal(database);
    }
  }

  private GatewayProcess start(String url) throws Exception {
    return GatewayProcess.start(folder, GatewayProcess.configured(folder, Outside.config(url)));
  }

  private static HttpResponse<String> send(Outside outside, String channel) throws Exception {
    return channel.equals("chat")
        ? outside.chat(new JsonObject().put("id", MESSAGE).put("text", "hello"))
        : outside.mail(
            Outside.bytes(
                "From: Ann <ann@example.org>\r\nTo: support@example.com\r\nSubject: hello\r\n"
                    + "Message-ID: <"
                    + MESSAGE
                    + "@example.org>\r\n\r\nhello\r\n"));
  }

  /**
   * The connection broke; a slow machine may have heard in time that the database does not answer.
   */
  private static void assertNotAcknowledged(Future<HttpResponse<String>> sent) throws Exception {
    try {
      assertEquals(503, sent.get().statusCode());
    } catch (ExecutionException broken) {
      assertTrue(broken.getCause() instanceof IOException, broken.toString());
    }
  }

  private String ask(String what) {
    return TestSql.ask(database, "SELECT " + what);
  }
}
