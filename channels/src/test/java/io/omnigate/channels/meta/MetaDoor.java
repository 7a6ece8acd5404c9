package io.omnigate.channels.meta;

import static io.omnigate.channels.TestServer.await;

import io.omnigate.channels.TestServer;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpResponse;
import java.util.Map;

/** A server with a channel of each product of Meta's, and messages of their customers. */
final class MetaDoor implements AutoCloseable {
  static final String SECRET = "the app's secret";
  static final String MESSAGE =
      """
      {"object":"page","entry":[{"id":"123","time":1457764198246,"messaging":[{"sender":{"id":"987"},\
      "recipient":{"id":"123"},"timestamp":1457764197627,"message":{"mid":"m_1","text":"hello"}}]}]}""";
  static final String WHATSAPP =
      """
      {"object":"whatsapp_business_account","entry":[{"id":"1022","changes":[{"field":"messages",\
      "value":{"messaging_product":"whatsapp","metadata":{"display_phone_number":"15550783881",\
      "phone_number_id":"1065"},"contacts":[{"profile":{"name":"Sheena"},"wa_id":"16505551234"}],\
      "messages":[{"from":"16505551234","id":"wamid.X","timestamp":"1749416383","type":"text",\
      "text":{"body":"hi"}}]}}]}]}""";

  private static Map<String, Object> channel(String kind) {
    return Map.of("kind", kind, "appSecret", SECRET, "verifyToken", "the verify token");
  }

  final TestServer server =
      TestServer.with(
          Map.of(
              "messenger", channel("messenger"),
              "instagram", channel("instagram"),
              "whatsapp", channel("whatsapp")));

  HttpResponse<Buffer> send(String channel, Buffer body) {
    return await(
        server
            .post(channel)
            .putHeader("Content-Type", "application/json")
            .putHeader(MetaSignature.HEADER, MetaSignature.sign(SECRET, body))
            .sendBuffer(body));
  }

  HttpResponse<Buffer> send(String channel, String body) {
    return send(channel, Buffer.buffer(body));
  }

  @Override
  public void close() {
    server.close();
  }
}
