package io.omnigate.channels.email;

import static io.omnigate.channels.TestServer.await;
import static io.omnigate.channels.TestServer.json;
import static io.omnigate.channels.email.MailDoor.TOKEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.channels.TestServer;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may hand in mail, and what is the same mail. */
class EmailRelayTest {
  private final MailDoor door = new MailDoor();
  private final TestServer server = door.server;

  @AfterEach
  void close() {
    door.close();
  }

  @Test
  void theSameBytesAreTheSameMailAndOtherBytesAreNot() {
    Buffer one = Mails.of("From: a@example.com\nMessage-ID: <m@example.com>", "one");
    Buffer two = Mails.of("From: a@example.com\nMessage-ID: <m@example.com>", "two");

    assertEquals(201, await(door.post().sendBuffer(one)).statusCode());
    HttpResponse<Buffer> again = await(door.post().sendBuffer(one));
    assertEquals(200, again.statusCode());
    assertTrue(json(again).getBoolean("duplicate"));
    assertEquals(201, await(door.post().sendBuffer(two)).statusCode());
    HttpRequest<Buffer> elsewhere = door.post().putHeader("X-Envelope-To", "sales@example.org");
    assertEquals(201, await(elsewhere.sendBuffer(one)).statusCode());
  }

  @Test
  void aMailCountsThreeTimesTowardsTheBytesInFlight() {
    int left = 600 * 1024; // less than a third of it is no large mail yet
    assertTrue(server.inFlight.tryHold(TestServer.IN_FLIGHT - left));
    Buffer more = Mails.of("From: a@example.com", "x".repeat(left * 2 / 5));
    HttpResponse<Buffer> refused = await(door.post().sendBuffer(more));
    assertEquals(429, refused.statusCode());
    Buffer less = Mails.of("From: a@example.com", "x".repeat(left / 4));
    assertEquals(201, await(door.post().sendBuffer(less)).statusCode());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Bearer",
        "Bearer ",
        "Bearer wrong",
        "Bearer the relay's toke",
        "Basic !!!",
        "Basic cmVsYXk6",
        "Digest x",
        "Bearer the relay's token2"
      })
  void whoDoesNotKnowTheTokenIsRefused(String authorization) {
    HttpRequest<Buffer> request = server.post("mail").putHeader("Content-Type", "message/rfc822");
    if (!authorization.isEmpty()) {
      request.putHeader("Authorization", authorization);
    }
    HttpResponse<Buffer> response = await(request.sendBuffer(mail("From: a@example.com")));

    assertEquals(401, response.statusCode());
    assertEquals(List.of(), server.intake.messages());
    assertEquals(1, server.counted("mail", "rejected", "not-authentic"));
  }

  @Test
  void aDoubledAuthorizationIsRefused() {
    HttpRequest<Buffer> request =
        server
            .post("mail")
            .putHeader("Authorization", List.of("Bearer " + TOKEN, "Bearer " + TOKEN));
    assertEquals(401, await(request.sendBuffer(mail("From: a@example.com"))).statusCode());
  }

  @Test
  void basicAuthenticationWorksToo() {
    HttpRequest<Buffer> request =
        server
            .post("mail")
            .putHeader("Content-Type", "application/octet-stream")
            .basicAuthentication("relay", TOKEN);
    assertEquals(201, await(request.sendBuffer(mail("From: a@example.com"))).statusCode());
  }

  @Test
  void anotherMediaTypeIsRefused() {
    HttpRequest<Buffer> request = door.post().putHeader("Content-Type", "application/json");
    assertEquals(415, await(request.sendBuffer(Buffer.buffer("{}"))).statusCode());
  }

  private static Buffer mail(String headers) {
    return Mails.of(headers, "text");
  }
}
