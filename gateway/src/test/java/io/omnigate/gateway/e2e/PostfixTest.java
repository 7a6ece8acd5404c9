package io.omnigate.gateway.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.omnigate.core.TestPostgres;
import io.omnigate.core.TestSql;
import io.omnigate.gateway.GatewayProcess;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real Postfix with the shipped configuration hands its mail to a gateway that comes and goes.
 */
class PostfixTest {
  private static final String SUPPORT = "support@support.example.com";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;

  @Test
  void mailThatMeetsNoGatewayIsDeferredAndDeliveredOnceWhenItIsBack() throws Exception {
    assumeTrue(PostfixInstance.installed(), "postfix is not installed: nothing is sent through it");
    assumeTrue(PostfixInstance.allowed(), "not root: Postfix cannot be started");
    String database = TestPostgres.freshDatabase();
    Path config = Files.writeString(folder.resolve("omnigate.yaml"), Outside.config(database));
    int port = freePort();
    String url = "http://127.0.0.1:" + port + "/in/mail";
    try (PostfixInstance postfix = PostfixInstance.start(url, Outside.MAIL_TOKEN)) {
      try (GatewayProcess gateway = start(config, port)) {
        Outside outside = new Outside(gateway.awaitReady());
        postfix.send("ann@example.com", "support+x.y@support.example.com", mail("one"));
        await("the first mail", () -> outside.tickets("").size() == 1);
        JsonObject facts = facts(outside, "one");
        assertEquals("ann@example.com", facts.getString("envelopeFrom"));
        assertEquals("support+x.y@support.example.com", facts.getString("envelopeTo"));
        gateway.kill();
      }

      postfix.send("ann@example.com", SUPPORT, mail("two"));
      await("the second mail's deferral", () -> postfix.log().contains("status=deferred"));
      assertTrue(postfix.queue().contains("the gateway cannot be reached"), postfix.queue());

      try (GatewayProcess gateway = start(config, port)) {
        Outside outside = new Outside(gateway.awaitReady());
        await("the second mail", () -> outside.tickets("").size() == 2);
        await("an empty queue", () -> postfix.queue().contains("queue is empty"));
        postfix.send("", SUPPORT, mail("three"));
        await("the third mail", () -> outside.tickets("").size() == 3);
        assertEquals("", facts(outside, "three").getString("envelopeFrom"));
        assertEquals(true, facts(outside, "three").getBoolean("automatic"));
        postfix.flush();
        await("an empty queue", () -> postfix.queue().contains("queue is empty"));
        assertEquals("3", TestSql.ask(database, "SELECT count(*) FROM inbound"));
        Histories.assertLegal(database);
      }
    }
  }

  private GatewayProcess start(Path config, int port) throws IOException {
    return GatewayProcess.start(
        folder,
        "--config",
        config.toString(),
        "--data",
        folder.resolve("data").toString(),
        "--port",
        Integer.toString(port),
        "--management-port",
        "0");
  }

  private static JsonObject facts(Outside outside, String subject) throws Exception {
    String ticket =
        outside.tickets("").stream()
            .filter(each -> each.getString("subject").equals(subject))
            .findFirst()
            .orElseThrow()
            .getString("id");
    return outside.thread(ticket).getJsonObject(0).getJsonObject("facts");
  }

  private static String mail(String subject) {
    return "From: Ann <ann@example.com>\r\nTo: support@support.example.com\r\nSubject: "
        + subject
        + "\r\nMessage-ID: <"
        + subject
        + "@example.com>\r\n\r\n.A line that begins with a dot\r\nFrom here on\r\n";
  }

  private static void await(String what, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("in vain waited for " + what);
      }
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
