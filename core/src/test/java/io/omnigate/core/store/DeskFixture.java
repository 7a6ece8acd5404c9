package io.omnigate.core.store;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.omnigate.core.ByReference;
import io.omnigate.core.TestPostgres;
import io.omnigate.core.TestSql;
import io.omnigate.core.agent.Agent;
import io.omnigate.core.agent.Role;
import io.omnigate.core.desk.Command;
import io.omnigate.core.desk.DeskOptions;
import io.omnigate.core.desk.DeskRules;
import io.omnigate.core.desk.TicketReader.TicketThread;
import io.omnigate.core.error.Failure;
import io.omnigate.core.id.Signer;
import io.omnigate.core.intake.BatchStore;
import io.omnigate.core.intake.InboundMessage;
import io.omnigate.core.intake.Planner;
import io.omnigate.core.intake.Receipt;
import io.omnigate.core.metrics.TransitionMeters;
import io.omnigate.core.notice.Notice;
import io.omnigate.core.notice.Notices;
import io.omnigate.core.outbox.MessageIds;
import io.omnigate.core.outbox.OutboxOptions;
import io.omnigate.core.sla.Targets;
import io.omnigate.core.ticket.Ticket;
import io.omnigate.core.ticket.TicketId;
import io.omnigate.core.ticket.Trigger;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A desk, a reader and the timers on a fresh database, with a clock that tests turn. */
final class DeskFixture implements AutoCloseable {
  static final Instant START = Instant.parse("2026-03-01T09:00:00Z");
  static final Agent ANN = new Agent("ann@desk.example", "Ann Agent", Role.AGENT);
  static final Agent BOB = new Agent("bob@desk.example", "Bob Boss", Role.ADMIN);

  /** Few tries and small caps, so that tests come to their ends. */
  static final OutboxOptions PATIENCE =
      new OutboxOptions(Duration.ofSeconds(30), 3, 4, 2, Duration.ofMinutes(3));

  final String url;
  final Vertx vertx = Vertx.vertx();
  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  final MessageIds messageIds = new MessageIds(new Signer("a secret of 16+ bytes"), "desk.example");
  final Database database;
  final ChangeSignal signal;
  final PgDesk desk;
  final PgTicketReader reader;
  final DueTickets due;
  final PgAgents agents;
  final TestTickets tickets;
  final BatchStore intake;
  final PgOutbox outbox;
  final Notices notices;
  volatile Instant now = START;

  private final Random random = new Random();
  private final Map<Meter.Id, Double> counted = new HashMap<>();

  DeskFixture() {
    this(TestPostgres.freshDatabase());
    reset();
  }

  /** One more node on a database in use. */
  DeskFixture(String url) {
    this.url = url;
    vertx.eventBus().registerCodec(new ByReference());
    this.database = await(Database.open(vertx, url));
    this.signal = new ChangeSignal(vertx, database, "node-" + url.hashCode());
    TransitionMeters meters = new TransitionMeters(registry);
    DeskOptions options = DeskOptions.DEFAULTS;
    DeskRules rules = new DeskRules(options, messageIds, random);
    this.desk = new PgDesk(database, rules, options, () -> now, random, signal, meters);
    this.reader = new PgTicketReader(database, () -> now, options.reopenWindow());
    this.due = new DueTickets(database, options.reopenWindow(), random, signal, meters);
    this.agents = new PgAgents(database);
    this.outbox = new PgOutbox(database, PATIENCE, options.reopenWindow(), random, signal, meters);
    this.notices = new PgNotices(database, options.reopenWindow(), random, signal, meters);
    this.tickets = new TestTickets(url);
    Planner planner = new Planner(Targets::due, options.reopenWindow());
    this.intake = new PgBatchStore(vertx, database, planner, random, signal, meters);
  }

  /** Empties the database, which is faster than a new one, and turns everything back. */
  void reset() {
    TestSql.run(
        url,
        """
        SET session_replication_role = replica;
        DELETE FROM attachment; DELETE FROM agent_upload; DELETE FROM blob;
        DELETE FROM outbox_provider_id;
        DELETE FROM outbox; DELETE FROM queue_skip;
        DELETE FROM entry; DELETE FROM conversation; DELETE FROM inbound; DELETE FROM payload;
        DELETE FROM ticket; DELETE FROM identity; DELETE FROM contact; DELETE FROM session;
        DELETE FROM agent; DELETE FROM delivery_report; DELETE FROM notice_ahead""");
    await(agents.addIfMissing(ANN, null, null));
    await(agents.addIfMissing(BOB, null, null));
    now = START;
    registry.getMeters().forEach(meter -> counted.put(meter.getId(), ((Counter) meter).count()));
  }

  Ticket perform(Command command) {
    return await(desk.perform(command));
  }

  /** Takes a message in as the gateway does. */
  Receipt accept(InboundMessage message) {
    return switch (await(intake.commit(List.of(message))).getFirst()) {
      case BatchStore.Result.Stored(Receipt receipt) -> receipt;
      case BatchStore.Result.Refused(Failure failure) -> throw failure;
    };
  }

  /** Takes what one request told. */
  void told(Notice... notice) {
    await(notices.take(List.of(notice)));
  }

  /** How many events of a name there are. */
  int events(String name) {
    return Integer.parseInt(
        ask("SELECT count(*) FROM entry WHERE facts ->> 'event' = '" + name + "'"));
  }

  Ticket pull(TicketId id, Trigger trigger) {
    Instant until = trigger == Trigger.POSTPONE ? now.plus(Duration.ofDays(1)) : null;
    return perform(new Command.Transition(id, BOB, null, trigger, until, "a reason"));
  }

  Failure refused(Future<?> future) {
    try {
      await(future);
    } catch (Failure failure) {
      return failure;
    }
    throw new AssertionError("was not refused");
  }

  TicketThread thread(TicketId id) {
    return await(reader.thread(id, 1)).orElseThrow();
  }

  String ask(String query) {
    return TestSql.ask(url, query);
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  /** How often something was counted since the last reset. */
  double count(String name, String... tags) {
    Counter counter = registry.get(name).tags(tags).counter();
    return counter.count() - counted.getOrDefault(counter.getId(), 0.0);
  }

  static <T extends @Nullable Object> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new CompletionException(e.getCause());
    } catch (InterruptedException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    await(intake.close());
    await(database.close());
    await(vertx.close());
  }
}
