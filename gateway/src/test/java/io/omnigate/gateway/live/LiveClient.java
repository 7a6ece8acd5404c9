package io.omnigate.gateway.live;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * A client of the live queue as a program without a screen would write it: it folds what it gets,
 * and holds the gateway to the protocol while it does. Its methods wait, so they are for test
 * threads only.
 */
public final class LiveClient implements AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Object monitor = new Object();
  private final Map<String, View> views = new HashMap<>();
  private final List<JsonObject> frames = new ArrayList<>();
  private final List<String> violations = new ArrayList<>();
  private final StringBuilder partial = new StringBuilder();
  private final WebSocket socket;
  private volatile boolean reading = true;
  private int closeCode;

  /**
   * What a subscription shows.
   *
   * @param deltas how many deltas were folded since it was opened on this socket
   */
  public record View(
      String epoch, long seq, long total, List<JsonObject> tickets, int snapshots, int deltas) {
    /** The tickets' ids, in queue order. */
    public List<String> ids() {
      return tickets.stream().map(ticket -> ticket.getString("id")).toList();
    }

    @Override
    public String toString() {
      return "seq "
          + seq
          + ", total "
          + total
          + ", "
          + snapshots
          + "+"
          + deltas
          + " frames, "
          + ids();
    }
  }

  private LiveClient(URI base, Map<String, String> headers) {
    WebSocket.Builder builder = HTTP.newWebSocketBuilder().connectTimeout(PATIENCE);
    headers.forEach(builder::header);
    URI live = URI.create(base.toString().replaceFirst("^http", "ws"));
    socket = builder.buildAsync(live, new Listener()).join();
  }

  /**
   * Opens a socket; fails with the handshake's exception where it is refused.
   *
   * @param live the full address, {@code http://…/api/queue/live}
   */
  public static LiveClient open(URI live, Map<String, String> headers) throws Throwable {
    try {
      return new LiveClient(live, headers);
    } catch (CompletionException e) {
      throw e.getCause();
    }
  }

  /** Opens a socket and authenticates by a first frame. */
  public static LiveClient open(URI live, String token) {
    LiveClient client = new LiveClient(live, Map.of());
    client.send(new JsonObject().put("op", "auth").put("token", token));
    return client;
  }

  /** Sends a frame. */
  public void send(JsonObject frame) {
    sendText(frame.encode());
  }

  /** Sends any text. */
  public void sendText(String text) {
    socket.sendText(text, true).join();
  }

  /** The socket itself. */
  WebSocket socket() {
    return socket;
  }

  /** Subscribes. */
  public void subscribe(String id, JsonObject filter, int limit) {
    send(subscription(id, filter, limit));
  }

  /** Subscribes, going on from what another socket had folded. */
  public void resume(String id, JsonObject filter, int limit, View from) {
    synchronized (monitor) {
      views.put(id, new View(from.epoch(), from.seq(), from.total(), from.tickets(), 0, 0));
    }
    JsonObject resume = new JsonObject().put("epoch", from.epoch()).put("seq", from.seq());
    send(subscription(id, filter, limit).put("resume", resume));
  }

  private static JsonObject subscription(String id, JsonObject filter, int limit) {
    return new JsonObject()
        .put("op", "subscribe")
        .put("id", id)
        .put("filter", filter)
        .put("limit", limit);
  }

  /** Waits until the subscription shows something that passes {@code test}. */
  public View awaitView(String id, Predicate<View> test) {
    await(
        () -> views.containsKey(id) && test.test(views.get(id)),
        () -> "view " + id + " is " + views.get(id));
    return view(id);
  }

  /** What the subscription shows now. */
  public View view(String id) {
    synchronized (monitor) {
      return views.get(id);
    }
  }

  /** Waits for the first frame that passes {@code test} and takes it, and all before it, away. */
  public JsonObject awaitFrame(Predicate<JsonObject> test) {
    await(() -> frames.stream().anyMatch(test), this::lastFrames);
    synchronized (monitor) {
      int at =
          IntStream.range(0, frames.size())
              .filter(i -> test.test(frames.get(i)))
              .findFirst()
              .orElseThrow();
      JsonObject frame = frames.get(at);
      frames.subList(0, at + 1).clear();
      return frame;
    }
  }

  /** Waits for a frame of the given {@code op}. */
  public JsonObject awaitFrame(String op) {
    return awaitFrame(frame -> op.equals(frame.getString("op")));
  }

  /** Waits until the gateway closed the socket; 1006 where it dropped it. */
  public int awaitClose() {
    await(() -> closeCode != 0, this::lastFrames);
    synchronized (monitor) {
      return closeCode;
    }
  }

  /** What the gateway did that the protocol does not allow. */
  public List<String> violations() {
    synchronized (monitor) {
      return List.copyOf(violations);
    }
  }

  /** Reads no more; the network's buffers fill up from now on. */
  public void stopReading() {
    reading = false;
  }

  /** Reads again. */
  public void readOn() {
    reading = true;
    socket.request(1);
  }

  /** Cuts the connection without a good-bye. */
  public void cut() {
    socket.abort();
  }

  @Override
  public void close() {
    socket.abort();
  }

  private void await(BooleanSupplier condition, Supplier<String> state) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    synchronized (monitor) {
      while (!condition.getAsBoolean()) {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          throw new AssertionError(
              "did not happen; " + state.get() + ", closed with " + closeCode + ", " + violations);
        }
        try {
          monitor.wait(left);
        } catch (InterruptedException e) {
          throw new AssertionError("interrupted", e);
        }
      }
    }
  }

  private String lastFrames() {
    List<JsonObject> last = frames.subList(Math.max(0, frames.size() - 3), frames.size());
    return frames.size() + " frames, the last being " + last;
  }

  private void received(JsonObject frame) {
    synchronized (monitor) {
      switch (frame.getString("op")) {
        case "snapshot" -> snapshot(frame);
        case "delta" -> delta(frame);
        default -> {
          // Nothing to fold.
        }
      }
      frames.add(frame);
      monitor.notifyAll();
    }
  }

  private void snapshot(JsonObject frame) {
    View before = views.get(frame.getString("id"));
    views.put(
        frame.getString("id"),
        new View(
            frame.getString("epoch"),
            frame.getLong("seq"),
            frame.getLong("total"),
            objects(frame.getJsonArray("tickets")),
            before == null ? 1 : before.snapshots() + 1,
            before == null ? 0 : before.deltas()));
  }

  private void delta(JsonObject frame) {
    String id = frame.getString("id");
    View before = views.get(id);
    long seq = frame.getLong("seq");
    if (before == null || before.seq() != frame.getLong("from", seq - 1)) {
      violations.add("a delta to " + seq + " does not fit " + before);
      return;
    }
    views.put(
        id,
        new View(
            before.epoch(),
            seq,
            frame.getLong("total"),
            folded(before.tickets(), frame),
            before.snapshots(),
            before.deltas() + 1));
  }

  /** Takes out what is removed or upserted, then puts the upserts in, in ascending rank. */
  private static List<JsonObject> folded(List<JsonObject> before, JsonObject delta) {
    Map<String, JsonObject> left = new LinkedHashMap<>();
    before.forEach(ticket -> left.put(ticket.getString("id"), ticket));
    delta.getJsonArray("remove").forEach(left::remove);
    List<JsonObject> upserts = objects(delta.getJsonArray("upsert"));
    upserts.forEach(upsert -> left.remove(upsert.getJsonObject("ticket").getString("id")));
    List<JsonObject> tickets = new ArrayList<>(left.values());
    upserts.forEach(
        upsert -> tickets.add(upsert.getInteger("rank"), upsert.getJsonObject("ticket")));
    return List.copyOf(tickets);
  }

  private static List<JsonObject> objects(JsonArray array) {
    return array.stream().map(JsonObject.class::cast).toList();
  }

  private final class Listener implements WebSocket.Listener {
    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
      partial.append(data);
      if (last) {
        JsonObject frame = new JsonObject(partial.toString());
        partial.setLength(0);
        received(frame);
      }
      if (reading) {
        webSocket.request(1);
      }
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
      closed(statusCode);
      return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
      closed(1006);
    }

    private void closed(int code) {
      synchronized (monitor) {
        closeCode = code;
        monitor.notifyAll();
      }
    }
  }
}
