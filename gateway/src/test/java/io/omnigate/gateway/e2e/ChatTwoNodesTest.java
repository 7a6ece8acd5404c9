package io.omnigate.gateway.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.core.TestPostgres;
import io.omnigate.gateway.TestGateway;
import io.omnigate.gateway.live.LiveClient;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A visitor on one gateway, the agent on another one, one database. */
class ChatTwoNodesTest {
  @Test
  void answersAndSignsOfLifeCrossOver(@TempDir Path here, @TempDir Path there) throws Exception {
    String config = Outside.config(TestPostgres.freshDatabase());
    try (TestGateway one = TestGateway.start(here, config);
        TestGateway two = TestGateway.start(there, config);
        ChatWindow visitor = ChatWindow.fresh(one.url());
        LiveClient agent =
            LiveClient.open(URI.create(two.url() + "/api/queue/live"), Outside.TOKEN)) {
      JsonObject receipt = visitor.write("is anybody there?");
      String ticket = receipt.getString("ticket");
      visitor.awaitMessage("is anybody there?");
      agent.send(new JsonObject().put("op", "viewing").put("ticket", ticket));
      agent.awaitFrame("presence");

      visitor.send(new JsonObject().put("op", "typing"));
      assertEquals("typing", agent.awaitFrame("customer").getString("does"));
      agent.send(new JsonObject().put("op", "typing").put("ticket", ticket));
      assertEquals("Admin", visitor.await("typing").getJsonObject("author").getString("name"));

      JsonObject answer = new JsonObject().put("text", "from the other gateway");
      String replies = "/api/tickets/" + ticket + "/replies";
      int status = new Outside(two.url()).api("POST", replies, answer, Outside.TOKEN).statusCode();
      assertTrue(status < 300, "status " + status);
      long place = visitor.awaitMessage("from the other gateway").getLong("seq");
      visitor.send(new JsonObject().put("op", "read").put("seq", place));
      assertEquals("seen", agent.awaitFrame("customer").getString("does"));

      try (ChatWindow moved = ChatWindow.open(two.url(), receipt.getString("session"), 0L)) {
        assertEquals(2, moved.await("opened").getJsonArray("messages").size());
      }
    }
  }
}
