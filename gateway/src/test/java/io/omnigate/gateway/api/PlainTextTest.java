package io.omnigate.gateway.api;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.omnigate.core.error.Failure;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class PlainTextTest {
  private static final String NUL = "\u0000";

  @Test
  void every_text_is_checked_wherever_it_stands() {
    JsonObject body =
        new JsonObject()
            .put("text", "fine")
            .put("attachments", new JsonArray().add(new JsonObject().put("name", NUL)));
    Failure refused = assertThrows(Failure.class, () -> PlainText.check("", body));
    assertEquals("attachments/0/name", refused.more().get("field"));
  }

  @Test
  void the_content_of_files_is_left_to_their_decoder() {
    JsonArray files =
        new JsonArray()
            .add(new JsonObject().put("name", "a.txt").put("mediaType", "t/p").put("content", NUL));
    assertDoesNotThrow(() -> PlainText.check("", new JsonObject().put("attachments", files)));
    Failure refused = assertThrows(Failure.class, () -> ReplyFiles.of(files));
    assertEquals("attachments/0/content", refused.more().get("field"));
  }
}
