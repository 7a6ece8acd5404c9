package io.omnigate.channels.http;

import io.omnigate.core.error.Failure;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Absolute deadlines for one event loop's connections. An idle timeout starts again with every
 * byte, so a peer that dribbles one byte a second would hold its socket for ever; here the head of
 * a request and its body each have to be complete by a set time. Swept once in a while instead of a
 * timer for each request, so the deadlines are as exact as the sweep.
 */
public final class ConnectionGuard {
  /** How long the rest of a refused body is discarded, so that the peer gets to read the answer. */
  private static final Duration LINGER = Duration.ofSeconds(2);

  private static final int SWITCHING_PROTOCOLS = 101;

  private static final class Watched {
    /** By when the next thing has to have happened, in the nanoseconds of the clock. */
    private long deadline;

    private @Nullable HttpServerRequest reading;

    private @Nullable Consumer<Failure> reader;

    /** Keeps no body in memory for the time that its connection idles. */
    private void read() {
      reading = null;
      reader = null;
    }
  }

  private final Map<HttpConnection, Watched> connections = new HashMap<>();
  private final LongSupplier nanos;
  private final Duration head;
  private final Duration keepAlive;
  private final Duration body;

  /**
   * A guard.
   *
   * @param nanos a monotonic clock, in nanoseconds
   * @param head how long a fresh connection may take to send its first request's head
   * @param keepAlive how long a connection may take from an answer to the next request's head
   * @param body how long a body may take from its head to its end
   */
  public ConnectionGuard(LongSupplier nanos, Duration head, Duration keepAlive, Duration body) {
    this.nanos = nanos;
    this.head = head;
    this.keepAlive = keepAlive;
    this.body = body;
  }

  /** A connection came. */
  public void opened(HttpConnection connection) {
    watch(connection, head);
    connection.closeHandler(closed -> connections.remove(connection));
  }

  /** A request's head is complete; its body is now awaited. */
  public void began(HttpServerRequest request) {
    Watched watched = watch(request.connection(), body);
    watched.reading = request;
    watched.reader = null;
  }

  /**
   * Who reads the body of the request that {@link #began} last on its connection. Where it is late,
   * {@code reader} is told so in place of the peer: it has to answer, and to {@link #discard} the
   * rest.
   */
  public void readBy(HttpServerRequest request, Consumer<Failure> reader) {
    Watched watched = connections.get(request.connection());
    if (watched != null && watched.reading != null) {
      watched.reader = reader;
    }
  }

  /**
   * The answer to a request is on its way, and nobody reads more of its body; what is missing of it
   * still has to come in time. The next sweep would see that too; but where thousands of
   * connections take turns, what they hold until then is most of what outlives a collection.
   */
  public void answered(HttpServerRequest request) {
    Watched watched = connections.get(request.connection());
    if (watched != null && watched.reading == request) {
      if (request.isEnded()) {
        idle(watched);
      } else {
        watched.read();
      }
    }
  }

  /**
   * Discards the rest of a body that was refused, for a little while, and closes the connection.
   */
  public void discard(HttpServerRequest request) {
    HttpConnection connection = request.connection();
    if (request.isEnded()) {
      connection.close();
      return;
    }
    Watched watched = watch(connection, LINGER);
    watched.read();
    request.handler(chunk -> {});
    request.endHandler(end -> connection.close());
    request.resume();
  }

  /** Closes what is late; a late body is answered first, by its reader where it has one. */
  public void sweep() {
    long now = nanos.getAsLong();
    for (Map.Entry<HttpConnection, Watched> each : List.copyOf(connections.entrySet())) {
      sweep(each.getKey(), each.getValue(), now);
    }
  }

  private void sweep(HttpConnection connection, Watched watched, long now) {
    HttpServerRequest reading = watched.reading;
    if (reading != null && reading.isEnded()) {
      if (reading.response().getStatusCode() == SWITCHING_PROTOCOLS) {
        connections.remove(connection); // a WebSocket, which has its own pings
      } else if (reading.response().ended()) {
        idle(watched);
      }
    } else if (now - watched.deadline >= 0) {
      Consumer<Failure> reader = watched.reader;
      watched.read();
      if (reading == null) {
        connection.close();
      } else if (reader != null) {
        watched.deadline = now + LINGER.toNanos();
        reader.accept(tooSlow());
      } else {
        Problem.answer(tooSlow()).with("Connection", "close").send(reading.response());
        discard(reading);
      }
    }
  }

  private void idle(Watched watched) {
    watched.read();
    watched.deadline = nanos.getAsLong() + keepAlive.toNanos();
  }

  private Watched watch(HttpConnection connection, Duration time) {
    Watched watched = connections.computeIfAbsent(connection, any -> new Watched());
    watched.deadline = nanos.getAsLong() + time.toNanos();
    return watched;
  }

  private static Failure tooSlow() {
    return new Failure(
        Failure.Kind.TIMEOUT, "body-too-slow", "the body took too long to arrive; send it again");
  }
}
