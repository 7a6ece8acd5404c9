package io.omnigate.channels.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.omnigate.core.id.Signer;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets into the session that a message begins. */
class ChatSessionsTest {
  private static final String ANN = "192.0.2.1";
  private static final String BEN = "2001:db8::2";

  private final ChatSessions sessions =
      new ChatSessions(new Signer("a secret of the tests, long enough"), "chat");

  private String begunBy(String id, String peer) {
    JsonObject json = new JsonObject().put("id", id).put("text", "Hello");
    return sessions.begunBy(ChatMessage.read(json, false), peer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "5d0c7a46", "123456789012345"})
  void twoVisitorsWithTheSameShortIdAndWordsGetTwoSessions(String id) {
    assertNotEquals(begunBy(id, ANN), begunBy(id, BEN));
    assertEquals(begunBy(id, ANN), begunBy(id, ANN));
  }

  @Test
  void aLongIdLeadsToItsSessionFromAnyAddress() {
    String uuid = "0b6f3d0e-6f5f-4a53-9a39-1b1f0a2b3c4d";
    assertEquals(begunBy(uuid, ANN), begunBy(uuid, BEN));
    assertEquals(begunBy("1234567890123456", ANN), begunBy("1234567890123456", BEN));
  }
}
