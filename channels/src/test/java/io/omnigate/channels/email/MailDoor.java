package io.omnigate.channels.email;

import static io.omnigate.channels.TestServer.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.omnigate.channels.TestServer;
import io.omnigate.core.intake.InboundMessage;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpRequest;
import java.util.Map;

/** A server with a channel for mail, and a relay that knows its token. */
final class MailDoor implements AutoCloseable {
  static final String TOKEN = "the relay's token";

  final TestServer server =
      TestServer.with(Map.of("mail", Map.of("kind", "email", "token", TOKEN)));

  HttpRequest<Buffer> post() {
    return server
        .post("mail")
        .putHeader("Content-Type", "message/rfc822")
        .putHeader("Authorization", "Bearer " + TOKEN);
  }

  /** What becomes of a mail, which has to be taken. */
  InboundMessage kept(Buffer mail) {
    assertEquals(201, await(post().sendBuffer(mail)).statusCode());
    return server.intake.messages().getLast();
  }

  InboundMessage kept(String fixture) {
    return kept(Buffer.buffer(Mails.fixture(fixture)));
  }

  @Override
  public void close() {
    server.close();
  }
}
