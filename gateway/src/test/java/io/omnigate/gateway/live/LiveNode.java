package io.omnigate.gateway.live;

import static io.omnigate.gateway.live.LiveServer.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.omnigate.core.TestSql;
import io.omnigate.core.agent.Agent;
import io.omnigate.core.agent.Role;
import io.omnigate.core.desk.DeskOptions;
import io.omnigate.core.desk.DeskRules;
import io.omnigate.core.id.Signer;
import io.omnigate.core.metrics.TransitionMeters;
import io.omnigate.core.outbox.MessageIds;
import io.omnigate.core.queue.TicketFilter;
import io.omnigate.core.store.ChangeSignal;
import io.omnigate.core.store.Database;
import io.omnigate.core.store.PgAgents;
import io.omnigate.core.store.PgDesk;
import io.omnigate.core.store.PgTicketReader;
import io.omnigate.core.ticket.Priority;
import io.omnigate.core.ticket.TicketId;
import io.omnigate.gateway.api.TicketJson;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** One node with a live queue on a real database. */
final class LiveNode implements AutoCloseable {
  static final Agent ANN = new Agent(LiveServer.ANN, "Ann", Role.AGENT);
  static final Agent BOB = new Agent(LiveServer.BOB, "Bob", Role.ADMIN);

  final Database database;
  final ChangeSignal signal;
  final PgDesk desk;
  final PgTicketReader reader;
  final LiveServer server;
  private final Vertx vertx;

  /**
   * A node on the database at {@code url}.
   *
   * @param name differs from that of every other node there
   */
  LiveNode(String url, String name) {
    vertx = LiveServer.withCodec(Vertx.vertx());
    database = await(Database.open(vertx, url));
    signal = new ChangeSignal(vertx, database, name);
    await(signal.start());
    PgAgents agents = new PgAgents(database);
    await(agents.addIfMissing(ANN, null, null));
    await(agents.addIfMissing(BOB, null, null));
    DeskOptions options = DeskOptions.DEFAULTS;
    RandomGenerator random = new SplittableRandom();
    MessageIds ids = new MessageIds(new Signer("a secret of 16+ bytes"), "desk.example");
    InstantSource clock = Clock.systemUTC();
    desk =
        new PgDesk(
            database,
            new DeskRules(options, ids, random),
            options,
            clock,
            random,
            signal,
            new TransitionMeters(new SimpleMeterRegistry()));
    reader = new PgTicketReader(database, clock, options.reopenWindow());
    server = new LiveServer(vertx, reader, desk);
  }

  /** What the same query answers over HTTP. */
  List<JsonObject> list(TicketFilter filter, int limit) {
    return await(reader.list(filter, limit, null)).tickets().stream().map(TicketJson::of).toList();
  }

  /** How many tickets match. */
  long count(TicketFilter filter) {
    return await(reader.count(filter));
  }

  /** A new ticket as the intake stores it, by plain SQL; nobody is told. */
  static void arrive(Connection connection, TicketId id, Priority priority, String channel)
      throws SQLException {
    try (var contact =
            connection.prepareStatement(
                """
                INSERT INTO contact (id, name, email, created_at)
                VALUES (md5(?)::uuid, 'Zoë', 'zoe@example.com', now())""");
        var ticket =
            connection.prepareStatement(
                """
                INSERT INTO ticket (id, status, priority, subject, channel, kind, department,
                  contact, created_at, updated_at, waiting_since, due_at, message_count, preview,
                  last_seq, version, recipient)
                VALUES (?, 0, ?, 'About ' || ?, ?, 'chat', 'support', md5(?)::uuid, now(), now(),
                  now(), now() + interval '1 hour', 1, 'Where is it?', 0, 1, '')""")) {
      contact.setString(1, id.value());
      contact.executeUpdate();
      ticket.setString(1, id.value());
      ticket.setInt(2, priority.code());
      ticket.setString(3, channel);
      ticket.setString(4, channel);
      ticket.setString(5, id.value());
      ticket.executeUpdate();
    }
  }

  /** The same, committed at once. */
  static void arrive(String url, TicketId id, Priority priority, String channel) {
    try (Connection connection = TestSql.connect(url)) {
      connection.setAutoCommit(false);
      arrive(connection, id, priority, channel);
      connection.commit();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.close();
    await(signal.close());
    await(database.close());
    await(vertx.close());
  }
}
