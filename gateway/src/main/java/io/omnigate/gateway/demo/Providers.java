package io.omnigate.gateway.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands in for the messengers' APIs, so that what an agent answers in a demo arrives, and nobody
 * outside hears of it. It takes everything and answers as Telegram and Meta's Graph API do, in one
 * document. On this machine only, on a port of its own, until the process ends.
 */
final class Providers {
  private static final int OK = 200;

  private final AtomicLong sent = new AtomicLong();
  private final HttpServer server;

  private Providers(HttpServer server) {
    this.server = server;
  }

  /** Begins to listen; its threads do not keep the process. */
  static Providers start() {
    try {
      InetAddress here = InetAddress.getLoopbackAddress();
      Providers providers = new Providers(HttpServer.create(new InetSocketAddress(here, 0), 0));
      providers.server.createContext("/", providers::answer);
      providers.server.start();
      return providers;
    } catch (IOException e) {
      throw new UncheckedIOException("no port for the demo's messengers", e);
    }
  }

  /** Its address. */
  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().skip(Long.MAX_VALUE);
      String id = "demo-" + sent.incrementAndGet();
      byte[] answer =
          new JsonObject()
              .put("ok", true)
              .put("result", new JsonObject().put("message_id", sent.get()))
              .put("id", id)
              .put("message_id", id)
              .put("messages", new JsonArray().add(new JsonObject().put("id", id)))
              .toBuffer()
              .getBytes();
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(OK, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }
}
