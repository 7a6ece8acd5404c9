package io.omnigate.channels.out;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How one provider is called.
 *
 * @param recipient as the ticket keeps it
 * @param text where the words stand in the body
 * @param accepts what it answers to a message that it takes, under the id {@code id-1}
 * @param longest the longest part, in its own unit
 */
record Provider(
    String kind,
    Map<String, String> settings,
    String recipient,
    String path,
    String header,
    String proof,
    String text,
    String accepts,
    int longest) {
  @Override
  public String toString() {
    return kind;
  }

  /** All that are sent to by an API. */
  static Stream<Provider> all() {
    Map<String, String> meta = Map.of("appSecret", "s", "verifyToken", "v");
    return Stream.of(
        new Provider(
            "messenger",
            with(meta, "pageToken"),
            "987",
            "/v23.0/me/messages",
            "Authorization",
            "Bearer " + Out.TOKEN,
            "message.text",
            "{\"recipient_id\":\"987\",\"message_id\":\"id-1\"}",
            2_000),
        new Provider(
            "instagram",
            with(meta, "pageToken"),
            "987",
            "/v23.0/me/messages",
            "Authorization",
            "Bearer " + Out.TOKEN,
            "message.text",
            "{\"recipient_id\":\"987\",\"message_id\":\"id-1\"}",
            1_000),
        new Provider(
            "whatsapp",
            with(meta, "accessToken"),
            "1065:16505551234",
            "/v23.0/1065/messages",
            "Authorization",
            "Bearer " + Out.TOKEN,
            "text.body",
            "{\"messaging_product\":\"whatsapp\",\"messages\":[{\"id\":\"id-1\"}]}",
            4_096),
        new Provider(
            "telegram",
            with(Map.of("secretToken", "s"), "botToken"),
            "-1001",
            "/bot" + Out.TOKEN + "/sendMessage",
            "Content-Type",
            "application/json",
            "text",
            "{\"ok\":true,\"result\":{\"message_id\":\"id-1\"}}",
            4_096),
        new Provider(
            "line",
            with(Map.of("channelSecret", "s"), "channelToken"),
            "u2",
            "/v2/bot/message/push",
            "Authorization",
            "Bearer " + Out.TOKEN,
            "messages.0.text",
            "{\"sentMessages\":[{\"id\":\"id-1\"}]}",
            5_000),
        new Provider(
            "viber",
            with(Map.of(), "authToken"),
            "0A=",
            "/pa/send_message",
            "X-Viber-Auth-Token",
            Out.TOKEN,
            "text",
            "{\"status\":0,\"status_message\":\"ok\",\"message_token\":\"id-1\"}",
            7_000),
        new Provider(
            "x",
            with(Map.of("consumerSecret", "s"), "accessToken"),
            "30",
            "/2/dm_conversations/with/30/messages",
            "Authorization",
            "Bearer " + Out.TOKEN,
            "text",
            "{\"data\":{\"dm_conversation_id\":\"30-43\",\"dm_event_id\":\"id-1\"}}",
            10_000),
        new Provider(
            "slack",
            with(Map.of("signingSecret", "s"), "botToken"),
            "D1",
            "/chat.postMessage",
            "Authorization",
            "Bearer " + Out.TOKEN,
            "text",
            "{\"ok\":true,\"channel\":\"D1\",\"ts\":\"id-1\"}",
            4_000));
  }

  /** The one of a kind. */
  static Provider of(String kind) {
    return all().filter(each -> each.kind().equals(kind)).findFirst().orElseThrow();
  }

  /** The words of a call that carries a text. */
  String words(StandIn.Call call) {
    Object value = call.body();
    for (String name : text.split("\\.")) {
      value =
          name.matches("[0-9]+")
              ? ((JsonArray) value).getValue(Integer.parseInt(name))
              : ((JsonObject) value).getValue(name);
    }
    return (String) value;
  }

  /** The words of all messages that a call carries. */
  List<String> messages(StandIn.Call call) {
    return kind.equals("line")
        ? call.body().getJsonArray("messages").stream()
            .map(each -> ((JsonObject) each).getString("text"))
            .toList()
        : List.of(words(call));
  }

  private static Map<String, String> with(Map<String, String> settings, String token) {
    Map<String, String> all = new HashMap<>(settings);
    all.put(token, Out.TOKEN);
    return all;
  }
}
