package io.omnigate.channels;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.omnigate.channels.chat.ChatChannel;
import io.omnigate.channels.chat.page.WidgetRoutes;
import io.omnigate.channels.http.BytesInFlight;
import io.omnigate.channels.http.SpoolSpace;
import io.omnigate.channels.kinds.ChannelKinds;
import io.omnigate.core.config.Section;
import io.omnigate.core.id.Signer;
import io.omnigate.core.notice.Notice;
import io.omnigate.core.outbox.MessageIds;
import io.omnigate.core.outbox.OutboxOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A real {@link ChannelVerticle} on a free port, with an intake in memory. */
public final class TestServer implements AutoCloseable {
  /** Where the pages of the gateway itself are. */
  public static final String PUBLIC_URL = "http://localhost:8080";

  /** The most bytes held at once; small enough to be reached. */
  public static final int IN_FLIGHT = 64 * 1024 * 1024;

  /** The most bytes on disk at once, weighed. */
  public static final int SPOOL = 280 * 1024 * 1024;

  public final Vertx vertx = Vertx.vertx();
  public final RecordingIntake intake = new RecordingIntake();
  public final RecordingTokens tokens = new RecordingTokens();

  /** What was told of earlier messages. */
  public final List<Notice> notices = new CopyOnWriteArrayList<>();

  public final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  public final Signer signer = new Signer("a secret of the tests, long enough");
  public final MessageIds messageIds = new MessageIds(signer, "reply.example.com");
  public final BytesInFlight inFlight = new BytesInFlight(IN_FLIGHT);
  public final Path folder = temporary();
  public final SpoolSpace spool;
  public final WebClient client =
      WebClient.create(vertx, new WebClientOptions().setFollowRedirects(false));
  private final ChannelVerticle verticle;
  private final String deployment;

  private TestServer(Map<String, Object> channels, PublicHttp http) {
    spool = space(http.bodyDeadline());
    Section root = Section.root(Map.of("channels", channels));
    Section section = root.section("channels");
    Map<String, Channel> made = new LinkedHashMap<>();
    for (String id : section.keys()) {
      ChannelKinds.create(id, section.section(id), context())
          .ifPresent(channel -> made.put(id, channel));
    }
    if (!root.mistakes().isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", root.mistakes()));
    }
    Reception reception =
        new Reception(
            vertx,
            made,
            intake,
            tokens,
            told -> {
              notices.addAll(told);
              return Future.succeededFuture();
            },
            registry);
    verticle =
        new ChannelVerticle(
            http,
            reception,
            inFlight,
            spool,
            InstantSource.system(),
            List.of(TestServer::echo, new WidgetRoutes(chats(made))),
            () -> false);
    deployment = await(vertx.deployVerticle(verticle));
  }

  /** A server with the given {@code channels} section and the usual deadlines. */
  public static TestServer with(Map<String, Object> channels) {
    return new TestServer(channels, PublicHttp.on("127.0.0.1", 0));
  }

  /** A server that waits {@code deadline} for heads, bodies and the next request. */
  public static TestServer impatient(Map<String, Object> channels, Duration deadline) {
    return new TestServer(
        channels,
        new PublicHttp(
            "127.0.0.1", 0, deadline, deadline, deadline, Duration.ofSeconds(5), Set.of()));
  }

  /** A server that waits long for a body, however busy the machine is. */
  public static TestServer patient(Map<String, Object> channels) {
    return impatient(channels, Duration.ofMinutes(10));
  }

  /** A server that believes the machine it runs on whom a request came from. */
  public static TestServer behindProxy(Map<String, Object> channels) {
    Set<String> proxies = Set.of("127.0.0.1");
    return new TestServer(channels, PublicHttp.on("127.0.0.1", 0).trusting(proxies));
  }

  /** The context that the channels are made with. */
  public ChannelContext context() {
    return new ChannelContext(
        vertx,
        signer,
        messageIds,
        Set.of("reply.example.com", "desk.example.com"),
        InstantSource.system(),
        new SecureRandom(),
        PUBLIC_URL,
        new LinkedHashSet<>(List.of("support", "sales")),
        "GR",
        OutboxOptions.DEFAULTS.deadline());
  }

  private static List<ChatChannel> chats(Map<String, Channel> channels) {
    return channels.values().stream()
        .filter(ChatChannel.class::isInstance)
        .map(ChatChannel.class::cast)
        .toList();
  }

  /** What another part of the gateway mounts beside the channels: a WebSocket at {@code /echo}. */
  private static void echo(Router router) {
    router
        .get("/echo")
        .handler(
            context ->
                context
                    .request()
                    .toWebSocket()
                    .onSuccess(socket -> socket.textMessageHandler(socket::writeTextMessage)));
  }

  /** The port. */
  public int port() {
    return verticle.port();
  }

  /** A POST to {@code /in/<channel>}. */
  public HttpRequest<Buffer> post(String channel) {
    return client.post(port(), "127.0.0.1", "/in/" + channel);
  }

  /** A GET. */
  public HttpRequest<Buffer> get(String path) {
    return client.get(port(), "127.0.0.1", path);
  }

  /** How many messages are counted with an outcome and a reason. */
  public double counted(String channel, String outcome, String reason) {
    Counter counter =
        registry
            .find("omnigate.messages")
            .tags("channel", channel, "outcome", outcome, "reason", reason)
            .counter();
    return counter == null ? 0 : counter.count();
  }

  /** How many events are counted as ignored for a reason. */
  public double ignored(String channel, String reason) {
    Counter counter =
        registry
            .find("omnigate.events.ignored")
            .tags("channel", channel, "reason", reason)
            .counter();
    return counter == null ? 0 : counter.count();
  }

  /** Stops the server gracefully. */
  public Future<Void> undeploy() {
    return vertx.undeploy(deployment);
  }

  /** What requests have on disk just now, a folder each. */
  public List<Path> spooled() {
    return folders(folder).flatMap(own -> folders(own.toPath())).map(File::toPath).toList();
  }

  private static Stream<File> folders(Path within) {
    File[] found = within.toFile().listFiles(File::isDirectory);
    return found == null ? Stream.of() : Stream.of(found);
  }

  /** Waits for a future. */
  public static <T> T await(Future<T> future) {
    try {
      return future.await(30, TimeUnit.SECONDS);
    } catch (java.util.concurrent.TimeoutException late) {
      throw new AssertionError("nothing within 30 s", late);
    }
  }

  /** The body of a response as JSON. */
  public static JsonObject json(HttpResponse<Buffer> response) {
    return response.bodyAsJsonObject();
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("omnigate-spool");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private SpoolSpace space(Duration bodyDeadline) {
    try {
      return SpoolSpace.in(folder, vertx, SPOOL, bodyDeadline);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (spool.onDisk().held() > 0 && System.nanoTime() < deadline) {
      Thread.onSpinWait(); // what a request had is removed after its answer
    }
    await(spool.close());
    vertx.fileSystem().deleteRecursiveBlocking(folder.toString());
    await(vertx.close());
  }

  /** Bytes that nothing compresses; the same for the same size. */
  public static Buffer random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return Buffer.buffer(bytes);
  }

  /** Of what was taken by the disk or held in memory nothing is there, or soon will be. */
  public void assertNothingStays() {
    until(() -> spool.onDisk().held() == 0 && inFlight.held() == 0);
    until(() -> spooled().isEmpty());
  }

  /** Waits for something that has to happen. */
  public static void until(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, "in vain waited for");
      Thread.onSpinWait();
    }
  }
}
