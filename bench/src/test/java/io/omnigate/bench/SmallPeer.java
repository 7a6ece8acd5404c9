package io.omnigate.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.omnigate.core.ticket.TicketId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A real HTTP server that answers like a gateway, or as a test wants it to. */
public final class SmallPeer implements AutoCloseable {
  private static final Pattern MARK = Pattern.compile("m(\\d{12}) ");

  /** Answers one request. */
  public interface Manner {
    void answer(Asked asked) throws IOException;
  }

  /** A request, read. */
  public record Asked(HttpExchange exchange, int nth, long number, String body) {
    /** Answers with {@code status} and {@code json}. */
    public void with(int status, String json) throws IOException {
      byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
      exchange.close();
    }
  }

  static {
    // Read once, by the first server: without it an answer waits for the acknowledgement of its
    // head.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger count = new AtomicInteger();

  private SmallPeer(HttpServer server, Manner manner) {
    this.server = server;
    server.setExecutor(threads);
    server.createContext("/", exchange -> manner.answer(read(exchange)));
    server.start();
  }

  /** A peer with the given manner. */
  public static SmallPeer that(Manner manner) throws IOException {
    return new SmallPeer(
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000),
        manner);
  }

  /** The receipt of a new ticket for the message with the given number, always the same. */
  public static String receipt(long number, boolean created, boolean duplicate) {
    return receipt(ticket(number), number, created, duplicate);
  }

  /** A receipt for any ticket. */
  public static String receipt(String ticket, long number, boolean created, boolean duplicate) {
    return """
    {"ticket":"%s","message":"01J%023d","visitor":null,"status":"new","created":%b,"duplicate":%b}"""
        .formatted(ticket, number, created, duplicate);
  }

  /** A ticket ID for a number. */
  public static String ticket(long number) {
    return TicketId.random(new Random(number)).value();
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  private Asked read(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1);
    Matcher mark = MARK.matcher(body);
    return new Asked(
        exchange, count.incrementAndGet(), mark.find() ? Long.parseLong(mark.group(1)) : -1, body);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
