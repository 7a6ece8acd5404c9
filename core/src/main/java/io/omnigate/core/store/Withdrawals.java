package io.omnigate.core.store;

import io.omnigate.core.desk.Change;
import io.omnigate.core.desk.DeskTicket;
import io.omnigate.core.desk.Entries;
import io.omnigate.core.error.Failure;
import io.omnigate.core.metrics.TransitionMeters;
import io.omnigate.core.notice.Notice;
import io.omnigate.core.ticket.Entry;
import io.omnigate.core.ticket.Entry.Author;
import io.omnigate.core.ticket.Headline;
import io.omnigate.core.ticket.Ticket;
import io.omnigate.core.ticket.TicketEvent;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages that their customers took back. The thread keeps them until a purge, with an event that
 * says so; what lists show of the ticket, its preview and a subject that was made of the message,
 * holds their words no more.
 */
final class Withdrawals {
  private static final Logger LOG = LoggerFactory.getLogger(Withdrawals.class);
  private static final Sql SQL = Sql.of("notice.sql");
  private static final Sql DESK = Sql.of("desk.sql");
  private static final Sql READ = Sql.of("ticket.sql");

  private final Transactions transactions;
  private final Duration reopenWindow;
  private final RandomGenerator random;
  private final ChangeWriter writer;
  private final Committed committed;

  Withdrawals(
      Database database,
      Duration reopenWindow,
      RandomGenerator random,
      ChangeSignal signal,
      TransitionMeters meters) {
    this.transactions = new Transactions(database);
    this.reopenWindow = reopenWindow;
    this.random = random;
    this.writer = new ChangeWriter(random);
    this.committed = new Committed(signal, meters);
  }

  /**
   * One transaction; the same withdrawal again changes nothing. One that overtook its message is
   * kept for {@link #takeAhead}.
   */
  Future<Void> take(Notice.Withdrawn withdrawn) {
    return transactions.run(on -> takeOrKeep(on, withdrawn)).onSuccess(committed::tell).mapEmpty();
  }

  /**
   * Takes withdrawals whose message has come by now, {@code limit} at most. So storing messages
   * need not ask whether they were withdrawn already. One that fails holds up no other; where the
   * database is away the rest waits.
   *
   * @param now when they take effect
   */
  Future<Void> takeAhead(Instant now, int limit) {
    return transactions
        .run(on -> run(on, SQL, "withdrawals-ahead", Tuple.of(limit)))
        .compose(
            rows -> {
              Future<Void> taken = Future.succeededFuture();
              for (Row row : rows) {
                taken = taken.compose(done -> takeAhead(row, now));
              }
              return taken;
            });
  }

  private Future<Void> takeAhead(Row row, Instant now) {
    String channel = row.getString("channel");
    Tuple key = Tuple.of(channel, row.getString("conversation"), row.getString("message_id"));
    return transactions
        .run(on -> takeAhead(on, key, now))
        .onSuccess(committed::tell)
        .<Void>mapEmpty()
        .recover(
            cause -> {
              if (Failure.isUnavailable(cause)) {
                return Future.failedFuture(cause);
              }
              LOG.atWarn()
                  .setCause(cause)
                  .addKeyValue("channel", channel)
                  .log("a withdrawal that came before its message waits; it is tried for an hour");
              return Future.succeededFuture();
            });
  }

  private Future<List<Change>> takeAhead(SqlConnection on, Tuple key, Instant now) {
    return find(on, key)
        .compose(
            found ->
                found.isEmpty() // purged at this moment
                    ? Future.succeededFuture(List.of())
                    : run(on, SQL, "forget-withdrawal", key)
                        .compose(gone -> withdraw(on, found.get(), now)));
  }

  private static Tuple key(Notice.Withdrawn withdrawn) {
    return Tuple.of(withdrawn.channel(), withdrawn.conversation(), withdrawn.messageId());
  }

  /** A message of a customer, by its ticket and its entry's id. */
  private record Message(String ticket, String id) {}

  private Future<List<Change>> takeOrKeep(SqlConnection on, Notice.Withdrawn notice) {
    Instant now = Times.stored(notice.at());
    return find(on, key(notice))
        .compose(
            found ->
                found.isPresent()
                    ? withdraw(on, found.get(), now)
                    : run(on, SQL, "keep-withdrawal", key(notice).addValue(Times.of(now)))
                        .map(kept -> List.of()));
  }

  private static Future<Optional<Message>> find(SqlConnection on, Tuple key) {
    return run(on, SQL, "find-message", key)
        .map(
            rows ->
                rows.stream()
                    .findFirst()
                    .map(row -> new Message(row.getString("ticket"), row.getString("id"))));
  }

  private Future<List<Change>> withdraw(SqlConnection on, Message message, Instant now) {
    Tuple tuple = Tuple.of(message.ticket(), message.id());
    return run(on, DESK, "lock", Tuple.of(message.ticket()))
        .compose(locked -> run(on, SQL, "is-withdrawn", tuple))
        .compose(
            rows ->
                rows.iterator().next().getBoolean("known")
                    ? Future.succeededFuture(List.of())
                    : record(on, message, now));
  }

  private Future<List<Change>> record(SqlConnection on, Message message, Instant now) {
    return run(on, READ, "find", Tuple.of(message.ticket()))
        .map(rows -> TicketRows.deskTicket(rows.iterator().next(), now, reopenWindow))
        .compose(
            ticket ->
                run(on, SQL, "words-left", Tuple.of(message.ticket(), message.id()))
                    .map(rows -> rows.iterator().next())
                    .compose(words -> write(on, ticket, message, words, now)));
  }

  private Future<List<Change>> write(
      SqlConnection on, DeskTicket before, Message message, Row words, Instant now) {
    List<Entry> entries =
        new Entries(before.lastSeq(), Author.SYSTEM, now, random)
            .event(TicketEvent.withdrawn(message.id()))
            .list();
    List<Change> changes =
        List.of(
            new Change(
                before, before.state(), fields(before.ticket(), words), entries, null, false));
    Tuple preview = Tuple.of(message.ticket(), Headline.preview(text(words.getString("latest"))));
    return writer
        .write(on, changes, now)
        .compose(done -> run(on, SQL, "show", preview))
        .map(changes);
  }

  /** A subject that was made of withdrawn words is made anew of what is left. */
  private static Change.Fields fields(Ticket ticket, Row words) {
    Change.Fields fields = Change.Fields.of(ticket);
    boolean quotes =
        Stream.of(words.getArrayOfStrings("gone"))
            .anyMatch(gone -> Headline.subject("", gone).equals(ticket.subject()));
    return quotes
        ? new Change.Fields(
            fields.department(),
            fields.assignee(),
            fields.tags(),
            Headline.subject("", text(words.getString("first"))))
        : fields;
  }

  private static String text(@Nullable String words) {
    return words == null ? "" : words;
  }

  private static Future<RowSet<Row>> run(
      SqlConnection on, Sql statements, String name, Tuple tuple) {
    return on.preparedQuery(statements.get(name)).execute(tuple);
  }
}
