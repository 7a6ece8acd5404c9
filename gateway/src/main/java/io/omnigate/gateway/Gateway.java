package io.omnigate.gateway;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.omnigate.channels.ChannelVerticle;
import io.omnigate.channels.PublicHttp;
import io.omnigate.channels.Reception;
import io.omnigate.channels.form.ConfirmationPages;
import io.omnigate.channels.http.BytesInFlight;
import io.omnigate.channels.http.PeerAddress;
import io.omnigate.channels.http.SpoolSpace;
import io.omnigate.core.ByReference;
import io.omnigate.core.store.Database;
import io.omnigate.core.store.PgUsedTokens;
import io.omnigate.gateway.api.AgentApi;
import io.omnigate.gateway.api.ApiContract;
import io.omnigate.gateway.api.DocsRoutes;
import io.omnigate.gateway.api.FirstAgents;
import io.omnigate.gateway.api.OwnOrigin;
import io.omnigate.gateway.api.Passwords;
import io.omnigate.gateway.api.Sessions;
import io.omnigate.gateway.api.SharedFiles;
import io.omnigate.gateway.config.BadConfig;
import io.omnigate.gateway.config.Config;
import io.omnigate.gateway.config.HttpConfig;
import io.omnigate.gateway.config.ManagementConfig;
import io.omnigate.gateway.config.Reading;
import io.omnigate.gateway.config.Secrets;
import io.omnigate.gateway.live.LiveHub;
import io.omnigate.gateway.live.LiveRoute;
import io.omnigate.gateway.ops.DiskCheck;
import io.omnigate.gateway.ops.Health;
import io.omnigate.gateway.ops.HealthCheck;
import io.omnigate.gateway.ops.ManagementVerticle;
import io.omnigate.gateway.ops.Metrics;
import io.omnigate.gateway.ops.QueueGauges;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A whole gateway in this process: everything that is wired, read from top to bottom, and the order
 * in which it ends.
 */
public final class Gateway {
  /** The file, beside the other secrets, that keeps the first admin's password. */
  static final String ADMIN_PASSWORD = "admin.password";

  private final Vertx vertx;
  private final PrometheusMeterRegistry registry;
  private final Setup setup;
  private final Path data;
  private final Secrets secrets;
  private final SecureRandom random;
  private final InstantSource clock = InstantSource.system();
  private final Closing closing = new Closing();
  private Future<Void> started = Future.succeededFuture();

  private Gateway(
      Vertx vertx,
      PrometheusMeterRegistry registry,
      Setup setup,
      Path data,
      Secrets secrets,
      SecureRandom random) {
    this.vertx = vertx;
    this.registry = registry;
    this.setup = setup;
    this.data = data;
    this.secrets = secrets;
    this.random = random;
  }

  /**
   * A gateway, not started.
   *
   * @param data the data folder; made if missing
   * @throws BadConfig with all mistakes of the configuration
   */
  public static Gateway of(Reading reading, Path data, Secrets secrets, SecureRandom random)
      throws BadConfig {
    PrometheusMeterRegistry registry = Metrics.registry();
    Vertx vertx = EventLoops.vertx(registry);
    try {
      Setup setup = Setup.of(reading, vertx, InstantSource.system(), random);
      return new Gateway(vertx, registry, setup, data, secrets, random);
    } catch (BadConfig | RuntimeException e) {
      vertx.close();
      throw e;
    }
  }

  /** Starts everything; ready when the future succeeds. After a failure {@link #stop} is due. */
  public Future<Void> start() {
    Metrics.bindJvm(registry);
    started = aside(this::prepare).compose(this::startPrepared);
    return started;
  }

  /**
   * Ends everything: not ready any more, nothing new taken, what was taken answered, sockets told
   * to come back, the database closed cleanly. Never fails.
   */
  public CompletionStage<Void> stop() {
    return started
        .timeout(Closing.MOMENT.toMillis(), TimeUnit.MILLISECONDS)
        .transform(settled -> closing.close())
        .toCompletionStage()
        // No Vert.x future from here on: its event loops are about to be gone.
        .thenCompose(closed -> vertx.close().toCompletionStage());
  }

  /** Where and how the public server listens. */
  public HttpConfig http() {
    return setup.config().http();
  }

  /** Where metrics and health are found. */
  public String managementUrl() {
    return setup.config().management().localUrl();
  }

  /** What is undone at the end. */
  Closing closing() {
    return closing;
  }

  /** What it runs on. */
  Vertx vertx() {
    return vertx;
  }

  /** Lines for the person who started it: how the first admin signs in. */
  List<String> welcome() {
    Path password = secrets.file(ADMIN_PASSWORD);
    return List.of(
        Files.exists(password)
            ? "The first admin is " + FirstAgents.FIRST_ADMIN + ", the password is in " + password
            : "The admins and their passwords are those of the configuration");
  }

  /** Whether it can start at all, and where large bodies lie meanwhile. */
  private SpoolSpace prepare() throws IOException {
    Config config = setup.config();
    StartProblem.requireFree(config.http().host(), config.http().port(), "--port");
    StartProblem.requireFree(
        config.management().host(), config.management().port(), "--management-port");
    vertx.eventBus().registerCodec(new ByReference());
    SpoolSpace spool =
        SpoolSpace.in(
            data.resolve("spool"),
            vertx,
            config.limits().spoolBytes(),
            publicHttp().bodyDeadline());
    closing.first("spool", Closing.MOMENT, spool::close);
    return spool;
  }

  /** What takes its time is loaded while the database starts. */
  private Future<Void> startPrepared(SpoolSpace spool) {
    Future<ApiContract> contract = ApiContract.load(vertx);
    Future<ConsoleRoutes> console = aside(() -> new ConsoleRoutes(vertx, random));
    return new DatabaseStart(vertx, closing, DatabaseStart.PATIENCE)
        .open(setup.config().database(), data)
        .compose(database -> startOn(database, spool, contract, console))
        .eventually(() -> Future.join(contract, console).otherwiseEmpty());
  }

  private Future<Void> startOn(
      Database database,
      SpoolSpace spool,
      Future<ApiContract> contract,
      Future<ConsoleRoutes> console) {
    Config config = setup.config();
    CoreParts core = CoreParts.of(vertx, database, setup, clock, random, registry);
    Passwords passwords = new Passwords(vertx);
    Sessions sessions =
        new Sessions(vertx, core.agents(), passwords, clock, random, config.desk().session());
    BytesInFlight inFlight = new BytesInFlight(config.limits().bodiesBytes());
    Reception reception =
        new Reception(
            vertx,
            setup.channels(),
            core.intake(),
            new PgUsedTokens(database),
            core.notices(),
            registry);
    LiveHub hub = new LiveHub(core.reader(), core.activities(), random, registry);
    PeerAddress peers = new PeerAddress(http().trustedProxies());
    WebChat chat = WebChat.of(setup, core, reception, inFlight, peers, clock, registry);
    OwnOrigin ownOrigin = new OwnOrigin(http().publicUrl());
    LiveRoute live = new LiveRoute(hub, core.desk(), sessions, ownOrigin);
    SharedFiles files = new SharedFiles(setup.fileLinks(), core.reader());
    ConfirmationPages confirming =
        new ConfirmationPages(setup.confirmations(), core.confirmations(), clock);
    AgentApi.Parts parts =
        new AgentApi.Parts(
            core.desk(),
            core.reader(),
            core.agents(),
            sessions,
            setup.directory(),
            ownOrigin,
            inFlight,
            spool,
            core.uploads(),
            peers,
            config.desk().session());
    Health health =
        new Health(
            List.of(
                new HealthCheck("database", () -> database.check().map("stores durably")),
                DiskCheck.of(vertx, data, config.limits().diskFloorMiB())));
    QueueGauges gauges = new QueueGauges(registry, core.reader(), setup.channels().keySet());

    return deploy("management", Closing.MOMENT, 1, () -> management(health, gauges))
        .compose(
            up ->
                new FirstAgents(vertx, core.agents(), passwords, random)
                    .ensure(setup.accounts(), secrets.file(ADMIN_PASSWORD)))
        .compose(made -> core.signal().start())
        .onSuccess(
            listening -> closing.first("change signal", Closing.MOMENT, core.signal()::close))
        .compose(listening -> deploy("outbox", Closing.MOMENT, 1, core::outbox))
        .compose(up -> deploy("core", Closing.DRAIN, 1, core::verticle))
        .compose(up -> contract.map(loaded -> agentRoutes(loaded, parts)))
        .compose(
            api ->
                console.map(pages -> List.of(live, chat.routes(), files, api, pages, confirming)))
        .compose(
            routes ->
                deploy(
                    "public server",
                    Closing.DRAIN,
                    EventLoops.count(),
                    () ->
                        new ChannelVerticle(
                            publicHttp(),
                            reception,
                            inFlight,
                            spool,
                            clock,
                            routes,
                            core.verticle()::runsHere)))
        .compose(up -> deploy("live queue", Closing.MOMENT, 1, () -> hub))
        .compose(up -> deploy("web chat", Closing.MOMENT, 1, chat::hub))
        .onSuccess(
            up -> {
              health.open();
              closing.first("readiness", Closing.MOMENT, () -> drain(health));
            })
        .mapEmpty();
  }

  /** The agents' API and the page that describes it. */
  private Consumer<Router> agentRoutes(ApiContract contract, AgentApi.Parts parts) {
    AgentApi api = AgentApi.create(vertx, contract, parts);
    DocsRoutes docs = new DocsRoutes(vertx, contract, http().publicUrl());
    return router -> {
      docs.mount(router);
      api.mount(router);
    };
  }

  /** Work that blocks, beside everything else. */
  private <T> Future<T> aside(Callable<T> work) {
    return vertx.executeBlocking(work, false).map(Objects::requireNonNull);
  }

  private static Future<?> drain(Health health) {
    health.drain();
    return Future.succeededFuture();
  }

  private ManagementVerticle management(Health health, QueueGauges gauges) {
    ManagementConfig on = setup.config().management();
    return new ManagementVerticle(on.host(), on.port(), registry, health, gauges);
  }

  private PublicHttp publicHttp() {
    return PublicHttp.on(http().host(), http().port()).trusting(http().trustedProxies());
  }

  private Future<String> deploy(
      String what, Duration patience, int instances, Supplier<? extends Deployable> verticles) {
    DeploymentOptions options = new DeploymentOptions().setInstances(instances);
    return vertx
        .deployVerticle(verticles, options)
        .onSuccess(id -> closing.first(what, patience, () -> vertx.undeploy(id)));
  }
}
