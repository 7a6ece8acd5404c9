package io.omnigate.gateway.api;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.omnigate.channels.FileLinks;
import io.omnigate.channels.http.BytesInFlight;
import io.omnigate.channels.http.PeerAddress;
import io.omnigate.channels.http.Problem;
import io.omnigate.channels.http.SpoolSpace;
import io.omnigate.core.ByReference;
import io.omnigate.core.TestPostgres;
import io.omnigate.core.agent.Agent;
import io.omnigate.core.agent.Role;
import io.omnigate.core.desk.DeskOptions;
import io.omnigate.core.desk.DeskRules;
import io.omnigate.core.id.Signer;
import io.omnigate.core.metrics.TransitionMeters;
import io.omnigate.core.outbox.MessageIds;
import io.omnigate.core.store.ChangeSignal;
import io.omnigate.core.store.Database;
import io.omnigate.core.store.PgAgentUploads;
import io.omnigate.core.store.PgAgents;
import io.omnigate.core.store.PgDesk;
import io.omnigate.core.store.PgTicketReader;
import io.omnigate.gateway.api.Directory.ChannelInfo;
import io.omnigate.gateway.api.Directory.Department;
import io.omnigate.gateway.api.FirstAgents.Account;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** The agents' API on a real port and a fresh database, with a clock that tests turn. */
final class ApiServer implements AutoCloseable {
  static final Agent ANN = new Agent("ann@desk.example", "Ann Agent", Role.AGENT);
  static final Agent BOB = new Agent("bob@desk.example", "Bob Boss", Role.ADMIN);
  static final String ANN_TOKEN = "the API token of Ann";
  static final String BOB_TOKEN = "the API token of Bob";
  static final String PASSWORD = "correct horse battery staple";

  /** Not the port it listens on: as behind a proxy. */
  static final String PUBLIC_URL = "https://support.example";

  /** Signs the addresses of files. */
  static final Signer SIGNER = new Signer("a secret of 16+ bytes");

  private static final Duration LIFETIME = Duration.ofHours(12);

  final String url = TestPostgres.freshDatabase();
  final Vertx vertx = Vertx.vertx();
  final BlockingQueue<String> ended = new LinkedBlockingQueue<>();
  final Seed seed = new Seed(url);
  final Database database;
  final PgAgents agents;
  final Passwords passwords = new Passwords(vertx);
  final ApiContract contract;
  volatile Instant now = Instant.parse("2026-11-01T09:00:00Z");

  final Path folder = temporary();
  final SpoolSpace spool = space();

  private final HttpServer server;

  ApiServer() {
    vertx.eventBus().registerCodec(new ByReference());
    vertx.eventBus().<String>consumer(Authenticator.SESSION_ENDED, told -> ended.add(told.body()));
    database = Database.open(vertx, url).await();
    agents = new PgAgents(database);
    contract = ApiContract.load(vertx).await();
    SecureRandom random = new SecureRandom();
    new FirstAgents(vertx, agents, passwords, random)
        .ensure(
            List.of(new Account(ANN, PASSWORD, ANN_TOKEN), new Account(BOB, null, BOB_TOKEN)),
            Path.of("no first admin is made"))
        .await();
    AgentApi api = AgentApi.create(vertx, contract, parts(random));
    Router router = Router.router(vertx);
    api.mount(router);
    new DocsRoutes(vertx, contract, PUBLIC_URL).mount(router);
    new SharedFiles(
            new FileLinks(SIGNER, PUBLIC_URL, () -> now),
            new PgTicketReader(database, () -> now, DeskOptions.DEFAULTS.reopenWindow()))
        .accept(router);
    router.route().failureHandler(context -> Problem.send(context, Problem.of(context.failure())));
    router.route().last().handler(context -> context.response().setStatusCode(418).end());
    server = vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1").await();
  }

  /** A client that presents nothing by itself. */
  ApiClient client() {
    return new ApiClient(server.actualPort());
  }

  private AgentApi.Parts parts(SecureRandom random) {
    DeskOptions options = DeskOptions.DEFAULTS;
    MessageIds messageIds = new MessageIds(SIGNER, "desk.example");
    return new AgentApi.Parts(
        new PgDesk(
            database,
            new DeskRules(options, messageIds, random),
            options,
            () -> now,
            random,
            new ChangeSignal(vertx, database, "node"),
            new TransitionMeters(new SimpleMeterRegistry())),
        new PgTicketReader(database, () -> now, options.reopenWindow()),
        agents,
        new Sessions(vertx, agents, passwords, () -> now, random, LIFETIME),
        new Directory(
            List.of(new Department("support", "Support"), new Department("sales", "Sales")),
            List.of(new ChannelInfo("mail", "email", "support"))),
        new OwnOrigin(PUBLIC_URL),
        new BytesInFlight(64 << 20),
        spool,
        new PgAgentUploads(vertx, database, random, () -> now),
        new PeerAddress(Set.of("127.0.0.1")),
        LIFETIME);
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("omnigate-spool");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private SpoolSpace space() {
    try {
      return SpoolSpace.in(folder, vertx, 256 << 20, Duration.ofSeconds(30));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.close().await();
    spool.close().await();
    vertx.fileSystem().deleteRecursiveBlocking(folder.toString());
    database.close().await();
    vertx.close().await();
  }
}
