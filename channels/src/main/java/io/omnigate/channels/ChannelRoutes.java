package io.omnigate.channels;

import io.omnigate.channels.http.Answer;
import io.omnigate.channels.http.Body;
import io.omnigate.channels.http.BodyReader;
import io.omnigate.channels.http.BytesInFlight;
import io.omnigate.channels.http.ConnectionGuard;
import io.omnigate.channels.http.PeerAddress;
import io.omnigate.channels.http.Problem;
import io.omnigate.channels.http.SpoolReader;
import io.omnigate.channels.http.SpoolSpace;
import io.omnigate.channels.http.WholeBody;
import io.omnigate.core.error.Failure;
import io.omnigate.core.intake.IntakeLoad;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/** {@code /in/<channel>} over HTTP: bounds, methods, cross-origin headers, answers. */
final class ChannelRoutes {
  /** Pages may keep the answer to a preflight for ten minutes. */
  private static final String PREFLIGHT_AGE = "600";

  private static final String PREFIX = "/in/";

  /** In bytes; a body of this size has mostly arrived with its head. */
  private static final int SMALL = 16 * 1024;

  private static final Body NO_BODY = Body.of(Buffer.buffer());

  private final Reception reception;
  private final Vertx vertx;
  private final BytesInFlight inFlight;
  private final SpoolSpace spool;
  private final ConnectionGuard guard;
  private final Gate gate;
  private final InstantSource clock;
  private final PeerAddress peers;

  ChannelRoutes(
      Vertx vertx,
      Reception reception,
      BytesInFlight inFlight,
      SpoolSpace spool,
      ConnectionGuard guard,
      Gate gate,
      InstantSource clock,
      Set<String> trustedProxies) {
    this.vertx = vertx;
    this.reception = reception;
    this.inFlight = inFlight;
    this.spool = spool;
    this.guard = guard;
    this.gate = gate;
    this.clock = clock;
    this.peers = new PeerAddress(trustedProxies);
  }

  /** The pages of the channels, which the router serves. */
  void mountPages(Router router) {
    reception.channels().forEach(channel -> channel.addPages(router));
  }

  /**
   * Takes a request for a channel, and answers false for any other. Without the router: one in ten
   * of the gateway's instructions for a small message would be spent on finding this place.
   */
  boolean take(HttpServerRequest request) {
    String path = request.path();
    if (path == null || !path.startsWith(PREFIX)) {
      return false;
    }
    int end = path.endsWith("/") ? path.length() - 1 : path.length();
    String channel = path.substring(PREFIX.length(), Math.max(end, PREFIX.length()));
    if (channel.isEmpty() || channel.indexOf('/') >= 0) {
      return false;
    }
    handle(channel, request);
    return true;
  }

  private void handle(String id, HttpServerRequest request) {
    long started = System.nanoTime();
    reception
        .channel(id)
        .ifPresentOrElse(
            channel -> handle(channel, request, started),
            () -> {
              Failure failure = unknownChannel();
              reception.refusedUnknown(failure);
              answer(request, Problem.answer(failure));
            });
  }

  private void handle(Channel channel, HttpServerRequest request, long started) {
    HttpMethod method = request.method();
    if (HttpMethod.POST.equals(method)) {
      post(channel, request, started);
    } else if (HttpMethod.GET.equals(method)) {
      ChannelRequest seen = seen(request, NO_BODY);
      Future.succeededFuture(seen)
          .map(channel::handshake)
          .otherwise(failure -> channel.refuse(seen, Problem.of(failure)))
          .onSuccess(answer -> answer(request, withAllow(channel, answer)));
    } else if (HttpMethod.OPTIONS.equals(method)) {
      Answer options = withAllow(channel, Answer.empty(204));
      answer(request, withPreflight(channel, seen(request, NO_BODY), options));
    } else {
      Failure failure =
          new Failure(
              Failure.Kind.METHOD_NOT_ALLOWED,
              "method-not-allowed",
              "this channel takes " + allowed(channel));
      answer(request, withAllow(channel, Problem.answer(failure)));
    }
  }

  private void post(Channel channel, HttpServerRequest request, long started) {
    if ((gate.full(channel.id()) || !reception.hasRoom(channel))
        && refusedUnseen(channel, request)) {
      return;
    }
    WholeBody reader =
        channel.spools() && SpoolReader.isFor(request)
            ? SpoolReader.of(vertx, request, spool, inFlight, channel.maxBody())
            : BodyReader.of(request, inFlight, channel.maxBody(), channel.weight());
    guard.readBy(request, reader::giveUp);
    reader
        .whole()
        .transform(
            read -> {
              ChannelRequest seen = seen(request, read.succeeded() ? read.result() : NO_BODY);
              Future<Answer> answered =
                  read.succeeded()
                      ? admitted(channel, seen, started)
                      : Future.succeededFuture(unread(channel, seen, read.cause()));
              return answered.map(answer -> withOrigin(channel, seen, answer));
            })
        .otherwise(thrown -> Problem.answer(Problem.of(thrown)))
        .onSuccess(answer -> answer(request, answer))
        .onComplete(done -> reader.release());
  }

  /**
   * Refuses what finds no room before its body is read: however many come, their refusals must cost
   * little beside what is accepted. The connection is kept where little of a body is to follow.
   * Answers false for somebody's page, which has to show again the little that was typed.
   */
  private boolean refusedUnseen(Channel channel, HttpServerRequest request) {
    ChannelRequest seen = seen(request, NO_BODY);
    if (channel.hasPages() && seen.wantsHtml() && arrivesByItself(request)) {
      return false;
    }
    Answer answer = withOrigin(channel, seen, unread(channel, seen, IntakeLoad.full()));
    if (arrivesByItself(request)) {
      answer.send(request.response());
      guard.answered(request);
    } else {
      answer(request, answer);
    }
    return true;
  }

  /** Whether the body is small, and does not wait to be invited. */
  private static boolean arrivesByItself(HttpServerRequest request) {
    return BodyReader.announced(request) <= SMALL
        && !request.headers().contains("Transfer-Encoding")
        && !request.headers().contains("Expect");
  }

  private Future<Answer> admitted(Channel channel, ChannelRequest seen, long started) {
    AtomicBoolean begun = new AtomicBoolean();
    boolean prompt = seen.whole().spooled() == null;
    return gate.pass(
            channel.id(),
            prompt,
            () -> {
              begun.set(true);
              return reception.receive(channel, seen, started);
            })
        .recover(
            thrown -> {
              Failure failure = Problem.of(thrown);
              if (!begun.get()) { // else what becomes of it is counted
                reception.refused(channel, failure);
              }
              return channel.refusal(seen, failure);
            });
  }

  /**
   * The channel words the refusal of what it did not get to see too: its producer knows no other.
   */
  private Answer unread(Channel channel, ChannelRequest seen, Throwable thrown) {
    Failure failure = Problem.of(thrown);
    reception.refused(channel, failure);
    return channel.refuse(seen, failure);
  }

  /** Answers; the connection of a request whose body was not read to its end is closed after. */
  private void answer(HttpServerRequest request, Answer answer) {
    if (request.isEnded()) {
      answer.send(request.response());
      guard.answered(request);
    } else {
      answer.with("Connection", "close").send(request.response());
      guard.discard(request);
    }
  }

  private static Answer withOrigin(Channel channel, ChannelRequest request, Answer answer) {
    return channel
        .allowedOrigin(request)
        .map(
            origin ->
                answer
                    .with("Access-Control-Allow-Origin", origin)
                    .with("Access-Control-Expose-Headers", "Retry-After")
                    .with("Vary", "Origin"))
        .orElse(answer);
  }

  private static Answer withPreflight(Channel channel, ChannelRequest request, Answer answer) {
    return channel.allowedOrigin(request).isEmpty()
        ? answer
        : withOrigin(channel, request, answer)
            .with("Access-Control-Allow-Methods", "POST")
            .with("Access-Control-Allow-Headers", "Content-Type, Idempotency-Key")
            .with("Access-Control-Max-Age", PREFLIGHT_AGE);
  }

  private static Answer withAllow(Channel channel, Answer answer) {
    boolean telling = answer.status() == 405 || answer.status() == 204;
    return telling ? answer.with("Allow", allowed(channel)) : answer;
  }

  private static String allowed(Channel channel) {
    return channel.methods().stream().map(HttpMethod::name).collect(Collectors.joining(", "));
  }

  private ChannelRequest seen(HttpServerRequest request, Body body) {
    MultiMap query = request.params();
    return new ChannelRequest(
        request.method(), request.headers(), query, body, peers.of(request), clock.instant());
  }

  private static Failure unknownChannel() {
    return new Failure(
        Failure.Kind.NOT_FOUND,
        "unknown-channel",
        "there is no such channel; its id is its key under channels in the configuration");
  }
}
