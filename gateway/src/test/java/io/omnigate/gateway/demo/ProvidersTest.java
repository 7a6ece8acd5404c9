package io.omnigate.gateway.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

class ProvidersTest {
  private final Providers providers = Providers.start();

  @Test
  void eachMessageIsTakenUnderAnIdOfItsOwn() throws Exception {
    JsonObject first = send("/bot123/sendMessage");
    JsonObject second = send("/v24.0/me/messages");
    assertTrue(first.getBoolean("ok"));
    assertFalse(first.getString("message_id").isEmpty());
    assertNotEquals(first.getString("message_id"), second.getString("message_id"));
  }

  @Test
  void theDemosChannelsSendToItAndToNobodyElse() {
    String config = Stories.text("omnigate.yaml");
    assertFalse(config.contains("https://"), "an address outside");
    for (String channel : config.split("\n  (?=[a-z]+:)")) {
      boolean sends = channel.matches("(?s).*(botToken|pageToken|accessToken):.*");
      assertEquals(sends, channel.contains("apiUrl: \"${PROVIDERS}\""), channel);
    }
  }

  private JsonObject send(String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(providers.url() + path))
            .POST(BodyPublishers.ofString("{\"text\":\"hello\"}"))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
      assertEquals(200, answer.statusCode());
      return new JsonObject(answer.body());
    }
  }
}
