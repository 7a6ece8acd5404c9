package io.omnigate.channels.form;

import static io.omnigate.channels.TestServer.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.omnigate.channels.TestServer;
import io.omnigate.core.intake.InboundMessage;
import io.omnigate.core.intake.InboundMessage.Addressee;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FormAcknowledgementTest {
  private static final JsonObject FORM =
      new JsonObject().put("email", "Kim@Example.com").put("message", "Hello");

  @Test
  void aFormThatAcknowledgesNamesTheTypedAddressAndTheBrowsersLanguages() {
    InboundMessage message = posted("true", FORM);
    assertEquals(new Addressee("Kim@Example.com", false), message.handling().told());
    assertEquals("cs-cz,cs,en", message.content().facts().get("language"));
  }

  @Test
  void aFormAcknowledgesNothingUnlessItIsTold() {
    assertNull(posted("false", FORM).handling().told());
    assertNull(posted("true", new JsonObject().put("message", "x")).handling().told());
  }

  private static InboundMessage posted(String acknowledge, JsonObject form) {
    Map<String, Object> settings =
        Map.of("kind", "form", "origins", List.of("*"), "acknowledge", acknowledge);
    try (TestServer server = TestServer.with(Map.of("form", settings))) {
      var request =
          server
              .post("form")
              .putHeader("Content-Type", "application/json")
              .putHeader("Accept-Language", "cs-CZ,cs;q=0.9,en;q=0.8");
      assertEquals(201, await(request.sendJsonObject(form)).statusCode());
      return server.intake.messages().getLast();
    }
  }
}
