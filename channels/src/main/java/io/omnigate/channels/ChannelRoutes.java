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
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code /in/<channel>} over HTTP: bounds, methods, cross-origin headers, answers. */
final class ChannelRoutes {
  /** Pages may keep the answer to a preflight for ten minutes. */
  private static final String PREFLIGHT_AGE = "600";

  private static final Body NO_BODY = Body.of(Buffer.buffer());

  private final Reception reception;
  private final Vertx vertx;
  private final BytesInFlight inFlight;
  private final SpoolSpace spool;
  private final ConnectionGuard guard;
  private final InstantSource clock;
  private final PeerAddress peers;

  ChannelRoutes(
      Vertx vertx,
      Reception reception,
      BytesInFlight inFlight,
      SpoolSpace spool,
      ConnectionGuard guard,
      InstantSource clock,
      Set<String> trustedProxies) {
    this.vertx = vertx;
    this.reception = reception;
    this.inFlight = inFlight;
    this.spool = spool;
    this.guard = guard;
    this.clock = clock;
    this.peers = new PeerAddress(trustedProxies);
  }

  void mount(Router router) {
    router.route("/in/:channel").handler(this::handle);
    reception.channels().forEach(channel -> channel.addPages(router));
  }

  private void handle(RoutingContext context) {
    long started = System.nanoTime();
    HttpServerRequest request = context.request();
    reception
        .channel(String.valueOf(context.pathParam("channel")))
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
                      ? reception.receive(channel, seen, started)
                      : Future.succeededFuture(unread(channel, seen, read.cause()));
              return answered.map(answer -> withOrigin(channel, seen, answer));
            })
        .otherwise(thrown -> Problem.answer(Problem.of(thrown)))
        .onSuccess(answer -> answer(request, answer))
        .onComplete(done -> reader.release());
  }

  /** The channel words the refusal of a body that was not read too: its producer knows no other. */
  private Answer unread(Channel channel, ChannelRequest seen, Throwable thrown) {
    Failure failure = Problem.of(thrown);
    reception.refused(channel, failure);
    return channel.refuse(seen, failure);
  }

  /** Answers; the connection of a request whose body was not read to its end is closed after. */
  private void answer(HttpServerRequest request, Answer answer) {
    if (request.isEnded()) {
      answer.send(request.response());
    } else {
      answer.with("Connection", "close").send(request.response());
      guard.discard(request);
    }
  }

  private static Answer withOrigin(Channel channel, ChannelRequest request, Answer answer) {
    return channel
        .allowedOrigin(request)
        .map(origin -> answer.with("Access-Control-Allow-Origin", origin).with("Vary", "Origin"))
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
