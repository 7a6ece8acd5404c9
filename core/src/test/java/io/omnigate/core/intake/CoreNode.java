package io.omnigate.core.intake;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.omnigate.core.ByReference;
import io.omnigate.core.CoreVerticle;
import io.omnigate.core.metrics.TransitionMeters;
import io.omnigate.core.sla.Targets;
import io.omnigate.core.store.ChangeSignal;
import io.omnigate.core.store.Database;
import io.omnigate.core.store.PgBatchStore;
import io.omnigate.core.ticket.TicketState;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A gateway's core. */
record CoreNode(Vertx vertx, Database database, Intake intake, SimpleMeterRegistry registry) {
  static CoreNode start(String url, IntakeLimits limits) throws Exception {
    Vertx vertx = Vertx.vertx();
    vertx.eventBus().registerCodec(new ByReference());
    Database database = get(Database.open(vertx, url));
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    ChangeSignal signal = new ChangeSignal(vertx, database, "node-" + System.nanoTime());
    TransitionMeters transitions = new TransitionMeters(registry);
    Planner planner = new Planner(Targets::due, TicketState.REOPEN_WINDOW);
    SecureRandom random = new SecureRandom();
    IntakeLoad load = new IntakeLoad(limits);
    CoreVerticle core =
        new CoreVerticle(
            () -> new PgBatchStore(vertx, database, planner, random, signal, transitions),
            limits,
            load,
            new IntakeMeters(registry),
            registry,
            (now, limit) -> Future.succeededFuture(0),
            InstantSource.system());
    get(vertx.deployVerticle(core));
    return new CoreNode(vertx, database, core, registry);
  }

  Receipt accept(Messages message) throws Exception {
    return get(intake.accept(message.build()));
  }

  List<Row> query(String sql, Object... parameters) throws Exception {
    List<Row> rows = new ArrayList<>();
    get(database.pool().preparedQuery(sql).execute(Tuple.wrap(parameters))).forEach(rows::add);
    return rows;
  }

  long count(String table) throws Exception {
    return query("SELECT count(*) FROM " + table).getFirst().getLong(0);
  }

  /** One after the other: a pool that Vert.x itself closes in mid-query may never say it did. */
  void close() throws Exception {
    for (String verticle : vertx.deploymentIDs()) {
      get(vertx.undeploy(verticle));
    }
    get(database.close());
    get(vertx.close());
  }

  static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}
