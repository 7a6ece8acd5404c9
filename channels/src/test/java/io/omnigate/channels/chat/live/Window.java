package io.omnigate.channels.chat.live;

import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A visitor's window that says what a test wants. */
final class Window {
  private final BlockingQueue<JsonObject> frames = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final ClientWebSocket socket;

  private Window(ClientWebSocket socket) {
    this.socket = socket;
  }

  static Window open(WebSocketClient client, int port, Map<String, String> headers) {
    Window window = new Window(client.webSocket());
    window
        .socket
        .textMessageHandler(text -> window.frames.add(new JsonObject(text)))
        .closeHandler(
            nothing -> window.closed.complete(window.socket.closeStatusCode().intValue()));
    WebSocketConnectOptions options =
        new WebSocketConnectOptions()
            .setHost("127.0.0.1")
            .setPort(port)
            .setURI("/in/chat/socket")
            .setAllowOriginHeader(headers.containsKey("Origin"));
    headers.forEach(options::addHeader);
    ChatServer.await(window.socket.connect(options));
    return window;
  }

  /** Begins with no session, or goes on with one. */
  Window opened(String session) {
    send(new JsonObject().put("op", "open").put("session", session));
    await("opened");
    return this;
  }

  void send(JsonObject frame) {
    ChatServer.await(socket.writeTextMessage(frame.encode()));
  }

  void write(String id, String text) {
    send(new JsonObject().put("op", "message").put("id", id).put("text", text));
  }

  /** The next frame, which has to be of the given {@code op}. */
  JsonObject await(String op) {
    JsonObject frame = next();
    if (!op.equals(frame.getString("op"))) {
      throw new AssertionError("not " + op + ": " + frame.encode());
    }
    return frame;
  }

  JsonObject next() {
    try {
      JsonObject frame = frames.poll(15, TimeUnit.SECONDS);
      if (frame == null) {
        throw new AssertionError("nothing came");
      }
      return frame;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  int awaitClose() {
    return closed.orTimeout(15, TimeUnit.SECONDS).join();
  }

  void close() {
    ChatServer.await(socket.close());
  }
}
