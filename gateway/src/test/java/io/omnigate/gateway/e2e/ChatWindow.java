package io.omnigate.gateway.e2e;

import io.omnigate.gateway.live.LiveClient;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;

/** One window of a visitor's, as the widget speaks to the gateway. */
final class ChatWindow implements AutoCloseable {
  private final LiveClient socket;

  private ChatWindow(LiveClient socket) {
    this.socket = socket;
  }

  /** A socket that has said nothing yet. */
  static ChatWindow connect(String url) {
    return connect(url, "chat", Outside.ORIGIN);
  }

  /** The same to any chat, from any page; fails as the handshake does. */
  static ChatWindow connect(String url, String channel, String origin) {
    try {
      URI address = URI.create(url + "/in/" + channel + "/socket");
      return new ChatWindow(LiveClient.open(address, Map.of("Origin", origin)));
    } catch (RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** A window of a visitor who has no conversation yet. */
  static ChatWindow fresh(String url) {
    ChatWindow window = connect(url);
    window.send(new JsonObject().put("op", "open"));
    window.await("opened");
    return window;
  }

  /** A window that goes on with a conversation; {@code after} null for none. */
  static ChatWindow open(String url, String session, Long after) {
    ChatWindow window = connect(url);
    window.send(new JsonObject().put("op", "open").put("session", session).put("after", after));
    return window;
  }

  void send(JsonObject frame) {
    socket.send(frame);
  }

  void sendText(String text) {
    socket.sendText(text);
  }

  /** Writes, and gives the receipt. */
  JsonObject write(String text) {
    return write(UUID.randomUUID().toString(), text);
  }

  /** Writes under an id, and gives the receipt. */
  JsonObject write(String id, String text) {
    send(message(id, text));
    return await(frame -> op(frame, "receipt") && id.equals(frame.getString("id")));
  }

  static JsonObject message(String id, String text) {
    return new JsonObject().put("op", "message").put("id", id).put("text", text);
  }

  /** The next frame of the given {@code op}. */
  JsonObject await(String op) {
    return socket.awaitFrame(op);
  }

  /** The next message that says {@code text}. */
  JsonObject awaitMessage(String text) {
    return await(frame -> op(frame, "message") && text.equals(frame.getString("text")));
  }

  JsonObject await(Predicate<JsonObject> test) {
    return socket.awaitFrame(test);
  }

  int awaitClose() {
    return socket.awaitClose();
  }

  /** Cuts the connection without a word. */
  void cut() {
    socket.cut();
  }

  @Override
  public void close() {
    socket.close();
  }

  private static boolean op(JsonObject frame, String op) {
    return op.equals(frame.getString("op"));
  }
}
