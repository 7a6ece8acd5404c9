package io.omnigate.core.store;

import io.omnigate.core.agent.Agent;
import io.omnigate.core.desk.AgentUploads;
import io.omnigate.core.error.Failure;
import io.omnigate.core.id.Ulid;
import io.omnigate.core.intake.SpoolSender;
import io.omnigate.core.intake.Uploads;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Agents' uploads in PostgreSQL: slices first, then the file and its row in one transaction. */
public final class PgAgentUploads implements AgentUploads {
  private static final Logger LOG = LoggerFactory.getLogger(PgAgentUploads.class);
  private static final Sql SQL = Sql.of("agent-upload.sql");
  private static final int PART = 1;
  private static final String NULL_BYTES = "23502";

  private final Transactions transactions;
  private final Uploads slices;
  private final SpoolSender sender;
  private final RandomGenerator random;
  private final InstantSource clock;

  /** Uploads kept in {@code database}. */
  public PgAgentUploads(
      Vertx vertx, Database database, RandomGenerator random, InstantSource clock) {
    this.transactions = new Transactions(database);
    this.slices = new PgUploads(database);
    this.sender = new SpoolSender(vertx, slices);
    this.random = random;
    this.clock = clock;
  }

  @Override
  public Future<String> keep(Agent by, NewFile file) {
    Instant now = Times.stored(clock.instant());
    String id = Ulid.next(now, random);
    return sender
        .send(id, PART, file.bytes())
        .compose(sent -> transactions.run(on -> add(on, by, id, file, now)))
        .recover(cause -> Future.failedFuture(isLost(cause) ? lost() : Database.translate(cause)))
        .onComplete(known -> forget(id))
        .map(id);
  }

  @Override
  public Future<Void> drop(Agent by, String id) {
    return transactions.run(
        on ->
            run(on, "drop", Tuple.of(id, by.email()))
                .compose(
                    dropped ->
                        dropped.size() == 0
                            ? Future.failedFuture(unknown())
                            : Purge.dropBlobs(on, dropped)));
  }

  /** Drops a few of those that nobody came back for within a day. */
  static Future<Void> dropOld(SqlConnection on, Instant now, int limit) {
    return run(on, "drop-old", Tuple.of(Times.of(now), limit))
        .compose(
            dropped ->
                dropped.size() == 0 ? Future.succeededFuture() : Purge.dropBlobs(on, dropped));
  }

  private static Future<Void> add(
      SqlConnection on, Agent by, String id, NewFile file, Instant now) {
    long size = file.bytes().size();
    Tuple row =
        Tuple.from(
            new Object[] {
              id, by.email(), file.name(), file.mediaType(), size, file.sha256(), Times.of(now)
            });
    return run(on, "add-blob", Tuple.of(file.sha256(), id, size))
        .compose(done -> run(on, "queue-agent", Tuple.of(by.email())))
        .compose(queued -> run(on, "measure", Tuple.of(by.email())))
        .compose(
            waiting ->
                hasRoom(waiting.iterator().next(), size)
                    ? run(on, "add", row)
                    : Future.failedFuture(full()))
        .mapEmpty();
  }

  private static boolean hasRoom(Row waiting, long size) {
    return waiting.getLong("files") < MOST_FILES && waiting.getLong("bytes") + size <= MOST_BYTES;
  }

  /** Beside the answer, which is known by now. */
  private void forget(String id) {
    slices
        .forget(id)
        .onFailure(
            cause ->
                LOG.atInfo().setCause(cause).log("slices of an upload are left for the sweep"));
  }

  /** Whether slices went away in the middle, as they do in a crash of the database. */
  private static boolean isLost(Throwable cause) {
    return cause instanceof PgException refused && NULL_BYTES.equals(refused.getSqlState());
  }

  private static Failure lost() {
    return new Failure(
        Failure.Kind.UNAVAILABLE,
        "storage-unavailable",
        "The file could not be made durable; upload it again a little later.");
  }

  private static Failure full() {
    return new Failure(
        Failure.Kind.TOO_MANY,
        "too-many-uploads",
        "Of one agent at most %d files and %d MiB wait for an answer; send the answer, or drop some."
            .formatted(MOST_FILES, MOST_BYTES >> 20));
  }

  private static Failure unknown() {
    return new Failure(
        Failure.Kind.NOT_FOUND,
        "unknown-upload",
        "There is no such upload of yours; it may have been used, or be more than a day old.");
  }

  private static Future<RowSet<Row>> run(SqlConnection on, String statement, Tuple tuple) {
    return on.preparedQuery(SQL.get(statement)).execute(tuple);
  }
}
