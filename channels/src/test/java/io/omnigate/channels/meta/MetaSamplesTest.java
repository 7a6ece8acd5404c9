package io.omnigate.channels.meta;

import static io.omnigate.channels.TestServer.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real payloads of all three products. */
class MetaSamplesTest {
  private static final Set<String> MESSENGER_SILENT =
      Set.of("messaging-message-basic-echo.json", "messaging-message-isdeleted.json");
  private static final Set<String> MESSENGER_SPEAKING =
      Set.of("messaging-airline-itinerary-template.json", "messaging-button-template.json");
  private static final Set<String> WHATSAPP_SILENT =
      Set.of(
          "webhook-incoming-message-emoji.json",
          "webhook-incoming-message-system.json",
          "webhook-incoming-message-system-bsuid.json",
          "webhook-incoming-message-status-bsuid.json",
          "webhook-incoming-message-status-errors.json",
          "webhook-incoming-message-status-group-bsuid.json",
          "webhook-incoming-message-status-ui.json");

  private final MetaDoor door = new MetaDoor();

  @AfterEach
  void close() {
    door.close();
  }

  private static int messagesIn(String channel, String file) {
    boolean speaks =
        switch (channel) {
          case "messenger" ->
              (file.startsWith("messaging-message-") && !MESSENGER_SILENT.contains(file))
                  || file.startsWith("messaging-postback-")
                  || MESSENGER_SPEAKING.contains(file);
          case "instagram" -> file.equals("messaging-attachment-unsupported.json");
          default ->
              file.startsWith("webhook-incoming-message-") && !WHATSAPP_SILENT.contains(file);
        };
    return speaks ? 1 : 0;
  }

  @ParameterizedTest
  @ValueSource(strings = {"messenger", "instagram", "whatsapp"})
  void everySampleGivesAsManyMessagesAsACustomerWrote(String channel) throws IOException {
    Path samples =
        Path.of(System.getProperty("user.dir"))
            .resolve("../../shared/samples")
            .resolve(channel)
            .normalize();
    assumeTrue(Files.isDirectory(samples), "skipped: no samples beside the repository");
    Map<String, Integer> expected = new TreeMap<>();
    Map<String, Integer> found = new TreeMap<>();
    try (Stream<Path> files = Files.list(samples)) {
      for (Path file : files.toList()) {
        Buffer body = Buffer.buffer(Files.readAllBytes(file));
        String name = file.getFileName().toString();
        if (!body.toString().strip().startsWith("{")) {
          continue;
        }
        HttpResponse<Buffer> response = door.send(channel, body);
        assertEquals(200, response.statusCode(), name);
        expected.put(name, messagesIn(channel, name));
        found.put(name, json(response).getJsonArray("receipts").size());
      }
    }
    assertEquals(expected, found);
    assertTrue(found.size() > 15, "only " + found.size() + " samples found");
  }
}
