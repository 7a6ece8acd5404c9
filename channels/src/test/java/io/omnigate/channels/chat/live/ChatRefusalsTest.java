package io.omnigate.channels.chat.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.channels.socket.Patience;
import io.omnigate.core.error.Failure;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A message that cannot be stored is told so, and the same one is stored later. */
class ChatRefusalsTest {
  private final ChatServer server = new ChatServer(Patience.USUAL, 100);
  private final Window window = server.window().opened(null);

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void whatTheDatabaseCannotTakeNowItTakesLater() {
    server.intake.failWith(
        new Failure(Failure.Kind.UNAVAILABLE, "database-away", "try again in a moment"));
    window.write("m-1", "hello");
    refused("m-1", "database-away");
    window.write("m-1", "hello");
    refused("m-1", "database-away");
    server.intake.recover();
    taken("m-1", "hello");
  }

  @Test
  void whatFindsNoRoomFindsItLater() {
    server.intake.full(true);
    window.write("m-1", "hello");
    refused("m-1", "intake-full");
    server.intake.full(false);
    taken("m-1", "hello");
  }

  @Test
  void whatIsWrongIsNotToBeSentAgain() {
    window.write("m-1", "x".repeat(20_001));
    JsonObject refused = window.await("refused");
    assertEquals("m-1", refused.getString("id"));
    assertEquals("text", refused.getString("field"));
    assertNull(refused.getValue("retryAfter"));
    assertTrue(server.intake.messages().isEmpty());
  }

  private void refused(String id, String code) {
    JsonObject refused = window.await("refused");
    assertEquals(id, refused.getString("id"));
    assertEquals(code, refused.getString("code"));
    assertTrue(refused.getInteger("retryAfter") > 0);
    assertTrue(server.intake.messages().isEmpty());
  }

  private void taken(String id, String text) {
    window.write(id, text);
    JsonObject receipt = window.await("receipt");
    assertEquals(id, receipt.getString("id"));
    assertFalse(receipt.getBoolean("duplicate"));
    window.write(id, text);
    JsonObject again = window.await("receipt");
    assertTrue(again.getBoolean("duplicate"));
    assertEquals(receipt.getString("message"), again.getString("message"));
    assertEquals(text, server.intake.only().content().text());
  }
}
