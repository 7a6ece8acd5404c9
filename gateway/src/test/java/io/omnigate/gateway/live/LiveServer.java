package io.omnigate.gateway.live;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.omnigate.channels.socket.Patience;
import io.omnigate.core.CoreBus;
import io.omnigate.core.agent.Agent;
import io.omnigate.core.agent.Role;
import io.omnigate.core.conversation.Activity;
import io.omnigate.core.desk.Desk;
import io.omnigate.core.desk.TicketReader;
import io.omnigate.core.error.Failure;
import io.omnigate.gateway.api.Authenticator;
import io.omnigate.gateway.api.OwnOrigin;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.MessageCodec;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The live queue behind a real HTTP server, with two agents and whatever tickets a test has. */
final class LiveServer implements AutoCloseable {
  static final String ANN = "ann@example.com";
  static final String BOB = "bob@example.com";

  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  final LiveHub hub;
  private final Vertx vertx;
  private final boolean ownVertx;
  private final Map<String, Agent> agents = new ConcurrentHashMap<>();
  private final LiveRoute route;
  private final HttpServer server;
  private final String deployment;

  LiveServer(MemoryQueue queue) {
    this(queue, Patience.USUAL);
  }

  LiveServer(MemoryQueue queue, Patience patience) {
    this(withCodec(Vertx.vertx()), true, queue, queue, patience);
  }

  /** Over a Vert.x of the test's own, on which the by-reference codec is registered. */
  LiveServer(Vertx vertx, TicketReader reader, Desk desk) {
    this(vertx, false, reader, desk, Patience.USUAL);
  }

  private LiveServer(
      Vertx vertx, boolean ownVertx, TicketReader reader, Desk desk, Patience patience) {
    this.vertx = vertx;
    this.ownVertx = ownVertx;
    agents.put("token-ann", new Agent(ANN, "Ann", Role.AGENT));
    agents.put("token-bob", new Agent(BOB, "Bob", Role.ADMIN));
    hub = new LiveHub(reader, this::tell, new SplittableRandom(), registry);
    deployment = await(vertx.deployVerticle(hub));
    Router router = Router.router(vertx);
    route =
        new LiveRoute(
            hub, desk, authenticator(), new OwnOrigin("https://desk.example.com"), patience);
    route.accept(router);
    server =
        await(
            vertx
                .createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0))
                .requestHandler(router)
                .listen());
  }

  /** The live queue's address. */
  URI live() {
    return URI.create("http://127.0.0.1:" + server.actualPort() + "/api/queue/live");
  }

  /** A client who is known as Ann. */
  LiveClient ann() {
    return LiveClient.open(live(), "token-ann");
  }

  /** A client who is known as Bob. */
  LiveClient bob() {
    return LiveClient.open(live(), "token-bob");
  }

  /** The route, to be mounted elsewhere too. */
  LiveRoute route() {
    return route;
  }

  /** What it runs on. */
  Vertx vertx() {
    return vertx;
  }

  /** How many subscriptions there are. */
  int subscribers() {
    return (int) registry.get("omnigate.live.subscribers").gauge().value();
  }

  /** Tells the hub that something changed. */
  void signal() {
    vertx
        .eventBus()
        .publish(
            CoreBus.CHANGED,
            new CoreBus.Changed(System.nanoTime()),
            new DeliveryOptions().setCodecName(CoreBus.BY_REFERENCE).setLocalOnly(true));
  }

  /** Spreads a sign of life as the gateway does, to this node alone. */
  void tell(Activity activity) {
    vertx
        .eventBus()
        .publish(
            CoreBus.ACTIVITY,
            activity,
            new DeliveryOptions().setCodecName(CoreBus.BY_REFERENCE).setLocalOnly(true));
  }

  /** Ends a session as the HTTP API does. */
  void endSession(String token) {
    agents.remove(token);
    vertx
        .eventBus()
        .publish(
            Authenticator.SESSION_ENDED,
            Session.of(new Agent("", "", Role.AGENT), token).tokenHash(),
            new DeliveryOptions().setLocalOnly(true));
  }

  /** Ends a session as another node does: nothing is announced here. */
  void endSessionElsewhere(String token) {
    agents.remove(token);
  }

  @Override
  public void close() {
    await(server.close());
    await(ownVertx ? vertx.close() : vertx.undeploy(deployment));
  }

  static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private Authenticator authenticator() {
    return new Authenticator() {
      @Override
      public Future<Agent> byToken(String token) {
        Agent agent = agents.get(token);
        return agent == null
            ? Future.failedFuture(
                new Failure(Failure.Kind.UNAUTHENTICATED, "unauthenticated", "Sign in first."))
            : Future.succeededFuture(agent);
      }

      @Override
      public Future<Agent> byRequest(HttpServerRequest request) {
        throw new UnsupportedOperationException();
      }
    };
  }

  static Vertx withCodec(Vertx vertx) {
    vertx.eventBus().registerCodec(new ByReference());
    return vertx;
  }

  private static final class ByReference implements MessageCodec<Object, Object> {
    @Override
    public void encodeToWire(Buffer buffer, Object message) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Object decodeFromWire(int position, Buffer buffer) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Object transform(Object message) {
      return message;
    }

    @Override
    public String name() {
      return CoreBus.BY_REFERENCE;
    }

    @Override
    public byte systemCodecID() {
      return -1;
    }
  }
}
