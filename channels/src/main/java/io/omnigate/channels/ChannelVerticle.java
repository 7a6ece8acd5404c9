package io.omnigate.channels;

import io.omnigate.channels.http.BytesInFlight;
import io.omnigate.channels.http.ConnectionGuard;
import io.omnigate.channels.http.Problem;
import io.omnigate.channels.http.SpoolSpace;
import io.omnigate.core.error.Failure;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The public HTTP server; one instance for each event loop, all on one port. HTTP/1.1: TLS and
 * HTTP/2 are the business of the reverse proxy in front.
 */
public final class ChannelVerticle extends VerticleBase {
  private static final int MAX_HEAD = 16 * 1024;
  private static final int MAX_LINE = 8 * 1024;
  private static final int IDLE_SECONDS = 60;
  private static final long SWEEP_MILLIS = 250;

  private final PublicHttp http;
  private final Reception reception;
  private final BytesInFlight inFlight;
  private final SpoolSpace spool;
  private final InstantSource clock;
  private final List<Consumer<Router>> others;
  private final BooleanSupplier taken;
  private @Nullable HttpServer server;

  /**
   * A server.
   *
   * @param inFlight one for all instances
   * @param spool likewise, for bodies too large for the memory
   * @param others what else is mounted on the public server, called once for each instance
   * @param taken whether the current event loop belongs to somebody else; the instance that comes
   *     to run on such a one serves nothing
   */
  public ChannelVerticle(
      PublicHttp http,
      Reception reception,
      BytesInFlight inFlight,
      SpoolSpace spool,
      InstantSource clock,
      List<Consumer<Router>> others,
      BooleanSupplier taken) {
    this.http = http;
    this.reception = reception;
    this.inFlight = inFlight;
    this.spool = spool;
    this.clock = clock;
    this.others = List.copyOf(others);
    this.taken = taken;
  }

  @Override
  public Future<?> start() {
    if (taken.getAsBoolean()) {
      return Future.succeededFuture();
    }
    ConnectionGuard guard =
        new ConnectionGuard(
            System::nanoTime, http.headDeadline(), http.keepAlive(), http.bodyDeadline());
    Gate gate = new Gate(System::nanoTime);
    vertx.setPeriodic(
        SWEEP_MILLIS,
        tick -> {
          guard.sweep();
          gate.sweep();
        });
    ChannelRoutes channels =
        new ChannelRoutes(
            vertx, reception, inFlight, spool, guard, gate, clock, http.trustedProxies());
    Router router = router(channels);
    server =
        vertx
            .createHttpServer(options())
            .connectionHandler(guard::opened)
            .invalidRequestHandler(ChannelVerticle::refuseInvalid)
            .requestHandler(
                request -> {
                  guard.began(request);
                  if (!RequestPath.readable(request.path(), request.query())) {
                    refuseInvalid(request);
                  } else if (!taken(channels, request)) {
                    router.handle(request);
                  }
                });
    return server.listen();
  }

  /** Beside the router nobody else would answer what a channel did not foresee. */
  private static boolean taken(ChannelRoutes channels, HttpServerRequest request) {
    try {
      return channels.take(request);
    } catch (RuntimeException e) {
      Problem.send(request.response(), Problem.of(e));
      return true;
    }
  }

  /** Takes nothing new, and answers what was taken. */
  @Override
  public Future<?> stop() {
    return server == null
        ? Future.succeededFuture()
        : server.shutdown(http.drain().toMillis(), TimeUnit.MILLISECONDS);
  }

  /** The port it listens on. */
  public int port() {
    return server == null ? -1 : server.actualPort();
  }

  private Router router(ChannelRoutes channels) {
    Router router = Router.router(vertx);
    channels.mountPages(router);
    others.forEach(other -> other.accept(router));
    router
        .route()
        .failureHandler(
            context -> {
              Throwable thrown = context.failure();
              int status = context.statusCode();
              Failure failure = thrown == null ? Problem.ofStatus(status) : Problem.of(thrown);
              Problem.send(context, failure);
            });
    router.route().last().handler(context -> Problem.send(context, Problem.ofStatus(404)));
    return router;
  }

  /** WebSockets uncompressed: a compressed frame could grow a thousandfold, under no bound. */
  private HttpServerOptions options() {
    return new HttpServerOptions()
        .setHost(http.host())
        .setPort(http.port())
        .setHttp2ClearTextEnabled(false)
        .setMaxInitialLineLength(MAX_LINE)
        .setMaxHeaderSize(MAX_HEAD)
        .setIdleTimeout(IDLE_SECONDS)
        .setIdleTimeoutUnit(TimeUnit.SECONDS)
        .setPerFrameWebSocketCompressionSupported(false)
        .setPerMessageWebSocketCompressionSupported(false)
        .setTcpNoDelay(true)
        .setReuseAddress(true);
  }

  /** A head that is not HTTP: too long, not readable, or with an address that cannot be decoded. */
  private static void refuseInvalid(HttpServerRequest request) {
    Problem.answer(Problem.ofStatus(400))
        .with("Connection", "close")
        .send(request.response())
        .onComplete(sent -> request.connection().close());
  }
}
