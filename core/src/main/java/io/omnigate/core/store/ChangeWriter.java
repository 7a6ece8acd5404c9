package io.omnigate.core.store;

import io.omnigate.core.desk.Change;
import io.omnigate.core.desk.DeskTicket;
import io.omnigate.core.error.Failure;
import io.omnigate.core.outbox.OutboundMessage;
import io.omnigate.core.ticket.Entry;
import io.omnigate.core.ticket.Status;
import io.omnigate.core.ticket.Ticket;
import io.omnigate.core.ticket.TicketState;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Writes changes of tickets whose rows the transaction has locked. */
final class ChangeWriter {
  private static final Sql SQL = Sql.of("desk.sql");

  private final AnswerFiles files;

  ChangeWriter(RandomGenerator random) {
    this.files = new AnswerFiles(random);
  }

  /** Writes {@code changes}, at least one, each of another ticket. */
  Future<Void> write(SqlConnection connection, List<Change> changes, Instant now) {
    List<Tuple> updates = changes.stream().map(each -> update(each, now)).toList();
    // Both leave in one round trip. Whatever fails, the transaction does.
    Future<RowSet<Row>> updated = batch(connection, "update", updates);
    Future<RowSet<Row>> added = batch(connection, "add-entry", entries(changes));
    return updated
        .compose(done -> requireAll(done, changes.size()))
        .compose(done -> added)
        .compose(done -> answers(connection, changes))
        .compose(done -> again(connection, changes, now))
        .mapEmpty();
  }

  private Future<Void> answers(SqlConnection connection, List<Change> changes) {
    Future<Void> written = Future.succeededFuture();
    for (Change change : changes) {
      Change.Answer answer = change.answer();
      if (answer != null) {
        int seq = change.entries().getFirst().seq();
        String agent = change.entries().getFirst().author().agent();
        written =
            written
                .compose(done -> files.write(connection, answer, seq, agent))
                .compose(done -> batch(connection, "add-outbound", List.of(outbound(answer, seq))))
                .mapEmpty();
      }
    }
    return written;
  }

  private static Future<Void> again(SqlConnection connection, List<Change> changes, Instant now) {
    List<Tuple> tuples =
        changes.stream()
            .filter(change -> change.again() != null)
            .map(
                change ->
                    Tuple.of(change.again(), change.before().ticket().id().value(), Times.of(now)))
            .toList();
    return tuples.isEmpty()
        ? Future.succeededFuture()
        : batch(connection, "send-again", tuples)
            .compose(
                done ->
                    updated(done) == tuples.size()
                        ? Future.succeededFuture()
                        : Future.failedFuture(notUndelivered()));
  }

  private static Failure notUndelivered() {
    return new Failure(
        Failure.Kind.CONFLICT,
        "not-undelivered",
        "Only a message of this ticket that was not delivered, or of which nobody knows, is sent"
            + " again.");
  }

  private static Tuple update(Change change, Instant now) {
    TicketState state = change.state();
    TicketState.Waiting waiting = state.waiting();
    TicketState.Aside aside = state.aside();
    TicketState.Moments moments = state.moments();
    Ticket.Lease lease = state.lease();
    Change.Fields fields = change.fields();
    DeskTicket before = change.before();
    return Tuple.from(
        new @Nullable Object[] {
          before.ticket().id().value(),
          code(before.ticket().status()),
          code(state.status()),
          (short) state.priority().code(),
          Times.of(waiting.since()),
          Times.of(waiting.dueAt()),
          waiting.overdue(),
          code(aside.postponedFrom()),
          Times.of(aside.postponedUntil()),
          code(aside.spamFrom()),
          code(aside.deletedFrom()),
          Times.of(moments.firstAnswerAt()),
          Times.of(moments.resolvedAt()),
          Times.of(moments.closedAt()),
          Times.of(moments.purgedAt()),
          lease == null ? null : lease.agent(),
          lease == null ? null : Times.of(lease.until()),
          fields.department(),
          fields.assignee(),
          fields.tags().toArray(String[]::new),
          fields.subject(),
          change.answer() == null ? 0 : 1,
          change.entries().size(),
          Times.of(now)
        });
  }

  private static List<Tuple> entries(List<Change> changes) {
    return changes.stream()
        .flatMap(
            change ->
                change.entries().stream()
                    .map(entry -> entry(change.before().ticket().id().value(), entry)))
        .toList();
  }

  private static Tuple entry(String ticket, Entry entry) {
    return Tuple.from(
        new @Nullable Object[] {
          ticket,
          entry.seq(),
          entry.id(),
          Times.of(entry.at()),
          (short) entry.kind().ordinal(),
          (short) entry.direction().ordinal(),
          (short) entry.author().type().ordinal(),
          entry.author().name(),
          entry.author().agent(),
          entry.text(),
          entry.html(),
          new JsonObject(entry.facts())
        });
  }

  private static Tuple outbound(Change.Answer answer, int seq) {
    OutboundMessage message = answer.message();
    return Tuple.from(
        new @Nullable Object[] {
          message.id(),
          message.ticket().value(),
          seq,
          message.channel(),
          message.kind(),
          message.recipient(),
          message.messageId(),
          Times.of(message.createdAt()),
          (short) answer.purpose().ordinal(),
          CountedAs.of(message.recipient())
        });
  }

  /** The rows are locked, so each is there in the status that was decided on. */
  private static Future<Void> requireAll(RowSet<Row> first, int count) {
    return updated(first) == count
        ? Future.succeededFuture()
        : Future.failedFuture(new IllegalStateException("a locked ticket changed its status"));
  }

  private static int updated(RowSet<Row> first) {
    int updated = 0;
    for (RowSet<Row> each = first; each != null; each = each.next()) {
      updated += each.rowCount();
    }
    return updated;
  }

  private static Future<RowSet<Row>> batch(
      SqlConnection connection, String statement, List<Tuple> tuples) {
    return connection.preparedQuery(SQL.get(statement)).executeBatch(tuples);
  }

  private static @Nullable Short code(@Nullable Status status) {
    return status == null ? null : (short) status.code();
  }
}
