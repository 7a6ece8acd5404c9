package io.omnigate.channels.chat.live;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.omnigate.channels.ChannelContext;
import io.omnigate.channels.Reception;
import io.omnigate.channels.RecordingIntake;
import io.omnigate.channels.RecordingTokens;
import io.omnigate.channels.chat.ChatChannel;
import io.omnigate.channels.http.BytesInFlight;
import io.omnigate.channels.http.PeerAddress;
import io.omnigate.channels.http.Problem;
import io.omnigate.channels.kinds.ChannelKinds;
import io.omnigate.channels.socket.Patience;
import io.omnigate.core.config.Section;
import io.omnigate.core.conversation.Conversations;
import io.omnigate.core.id.Signer;
import io.omnigate.core.notice.Notice;
import io.omnigate.core.outbox.MessageIds;
import io.omnigate.core.outbox.OutboxOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.ext.web.Router;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The chat's sockets behind a real HTTP server, with an intake in memory and conversations in which
 * nothing can be read unless a test says otherwise. It believes this machine whom a request came
 * from.
 */
final class ChatServer implements AutoCloseable {
  static final String ORIGIN = "https://shop.example";

  final RecordingIntake intake = new RecordingIntake();

  /** What windows told of what reached them. */
  final List<Notice> notices = new CopyOnWriteArrayList<>();

  private final Vertx vertx = Vertx.vertx();
  private final WebSocketClient client =
      vertx.createWebSocketClient(new WebSocketClientOptions().setMaxConnections(100));
  private final HttpServer server;
  private final String hub;

  /** Nobody has said anything. */
  private static final class Silence implements Conversations {
    @Override
    public Future<Page> after(Key key, Had had, int limit) {
      return Future.succeededFuture(new Page(null, List.of(), false));
    }

    @Override
    public Future<Page> before(Key key, long place, int limit) {
      return after(key, Had.NOTHING, limit);
    }

    @Override
    public Future<List<Head>> moved(List<Head> known) {
      return Future.succeededFuture(List.of());
    }
  }

  ChatServer(Patience patience, int windowsPerAddress) {
    this(patience, windowsPerAddress, new Silence());
  }

  ChatServer(Patience patience, int windowsPerAddress, Conversations conversations) {
    ChatChannel channel = channel(vertx, windowsPerAddress);
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    ChatHub deployed = new ChatHub(conversations, activity -> {}, registry);
    hub = await(vertx.deployVerticle(deployed));
    Reception reception =
        new Reception(
            vertx,
            Map.of(channel.id(), channel),
            intake,
            new RecordingTokens(),
            notices -> Future.succeededFuture(),
            registry);
    ChatRoute.Parts parts =
        new ChatRoute.Parts(
            deployed,
            reception,
            told -> {
              notices.addAll(told);
              return Future.succeededFuture();
            },
            new BytesInFlight(1 << 20),
            new PeerAddress(Set.of("127.0.0.1")),
            InstantSource.system());
    Router router = Router.router(vertx);
    new ChatRoute(List.of(channel), parts, patience).accept(router);
    router.route().failureHandler(failed -> Problem.send(failed, Problem.of(failed.failure())));
    server = await(vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));
  }

  /** A chat for one shop. */
  static ChatChannel channel(Vertx vertx, int windowsPerAddress) {
    Signer signer = new Signer("a secret of the tests, long enough");
    ChannelContext context =
        new ChannelContext(
            vertx,
            signer,
            new MessageIds(signer, "reply.example.com"),
            Set.of("reply.example.com"),
            InstantSource.system(),
            new SecureRandom(),
            "http://localhost:8080",
            Set.of("support"),
            "GR",
            OutboxOptions.DEFAULTS.deadline());
    Map<String, Object> settings =
        Map.of("kind", "chat", "origins", List.of(ORIGIN), "windowsPerAddress", windowsPerAddress);
    Section section = Section.root(Map.of("chat", settings)).section("chat");
    return (ChatChannel) ChannelKinds.create("chat", section, context).orElseThrow();
  }

  /** A window of a page of the shop's, which has said nothing yet. */
  Window window() {
    return window(Map.of("Origin", ORIGIN));
  }

  /** A window opened with the given headers; fails as the handshake does. */
  Window window(Map<String, String> headers) {
    return Window.open(client, server.actualPort(), headers);
  }

  /** Where it listens, as browsers call it. */
  String host() {
    return "127.0.0.1:" + server.actualPort();
  }

  /** Ends the chat as a restart does; what serves HTTP goes on. */
  void drain() {
    await(vertx.undeploy(hub));
  }

  static <T> T await(Future<T> future) {
    try {
      return future.await(30, TimeUnit.SECONDS);
    } catch (TimeoutException late) {
      throw new AssertionError("nothing within 30 s", late);
    }
  }

  @Override
  public void close() {
    await(vertx.close());
  }
}
