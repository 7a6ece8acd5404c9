package io.omnigate.core.store;

import io.omnigate.core.desk.Change;
import io.omnigate.core.desk.DeskTicket;
import io.omnigate.core.desk.Entries;
import io.omnigate.core.error.Failure;
import io.omnigate.core.metrics.TransitionMeters;
import io.omnigate.core.notice.Notice;
import io.omnigate.core.ticket.Entry.Author;
import io.omnigate.core.ticket.Headline;
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
 * Messages that their customers took back, or changed before they came. The thread keeps them until
 * a purge, with an event that says so; what lists show of the ticket, its preview and a subject
 * that was made of a withdrawn message, holds their words no more.
 */
final class MessageNotices {
  private static final Logger LOG = LoggerFactory.getLogger(MessageNotices.class);
  private static final Sql SQL = Sql.of("notice.sql");
  private static final Sql DESK = Sql.of("desk.sql");
  private static final Sql READ = Sql.of("ticket.sql");

  private final Transactions transactions;
  private final Duration reopenWindow;
  private final RandomGenerator random;
  private final ChangeWriter writer;
  private final Committed committed;

  MessageNotices(
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
   * One transaction; the same notice again changes nothing. One that overtook its message is kept
   * for {@link #takeAhead}; an edit that did not has told itself, by its newer text.
   */
  Future<Void> take(Notice.OfMessage notice) {
    return transactions.run(on -> takeOrKeep(on, notice)).onSuccess(committed::tell).mapEmpty();
  }

  /**
   * Takes notices whose message has come by now, {@code limit} at most. So storing messages need
   * not ask what was told of them already. One that fails holds up no other; where the database is
   * away the rest waits.
   *
   * @param now when they take effect
   */
  Future<Void> takeAhead(Instant now, int limit) {
    return transactions
        .run(on -> run(on, SQL, "notices-ahead", Tuple.of(limit)))
        .compose(
            rows -> {
              Future<Void> taken = Future.succeededFuture();
              for (Row row : rows) {
                taken = taken.compose(done -> takeAhead(notice(row, now)));
              }
              return taken;
            });
  }

  private Future<Void> takeAhead(Notice.OfMessage notice) {
    return transactions
        .run(on -> takeKept(on, notice))
        .onSuccess(committed::tell)
        .<Void>mapEmpty()
        .recover(
            cause -> {
              if (Failure.isUnavailable(cause)) {
                return Future.failedFuture(cause);
              }
              LOG.atWarn()
                  .setCause(cause)
                  .addKeyValue("channel", notice.channel())
                  .addKeyValue("notice", kind(notice))
                  .log("a notice that came before its message waits; it is tried for an hour");
              return Future.succeededFuture();
            });
  }

  /** A message of a customer, by its ticket and its entry's id. */
  private record Message(String ticket, String id) {}

  private Future<List<Change>> takeOrKeep(SqlConnection on, Notice.OfMessage notice) {
    return find(on, notice)
        .compose(
            found ->
                found.isPresent()
                    ? switch (notice) {
                      case Notice.Withdrawn withdrawn -> withdraw(on, found.get(), notice.at());
                      case Notice.Edited edited -> none();
                    }
                    : run(
                            on,
                            SQL,
                            "keep-ahead",
                            key(notice).addValue(Times.of(Times.stored(notice.at()))))
                        .compose(kept -> none()));
  }

  private Future<List<Change>> takeKept(SqlConnection on, Notice.OfMessage notice) {
    return find(on, notice)
        .compose(
            found ->
                found.isEmpty() // purged at this moment
                    ? none()
                    : run(on, SQL, "forget-ahead", key(notice))
                        .compose(
                            gone ->
                                gone.rowCount() == 0 // another node was faster
                                    ? none()
                                    : apply(on, notice, found.get())));
  }

  private Future<List<Change>> apply(SqlConnection on, Notice.OfMessage notice, Message message) {
    return switch (notice) {
      case Notice.Withdrawn withdrawn -> withdraw(on, message, notice.at());
      case Notice.Edited edited ->
          lock(on, message)
              .compose(
                  locked -> record(on, message, TicketEvent.overtaken(message.id()), notice.at()));
    };
  }

  private static Future<Optional<Message>> find(SqlConnection on, Notice.OfMessage notice) {
    boolean unchanged = notice instanceof Notice.Edited;
    Tuple tuple = Tuple.of(notice.channel(), notice.conversation(), notice.messageId(), unchanged);
    return run(on, SQL, "find-message", tuple)
        .map(
            rows ->
                rows.stream()
                    .findFirst()
                    .map(row -> new Message(row.getString("ticket"), row.getString("id"))));
  }

  private Future<List<Change>> withdraw(SqlConnection on, Message message, Instant at) {
    Tuple tuple = Tuple.of(message.ticket(), message.id());
    return lock(on, message)
        .compose(locked -> run(on, SQL, "is-withdrawn", tuple))
        .compose(
            rows ->
                rows.iterator().next().getBoolean("known")
                    ? none()
                    : record(on, message, TicketEvent.withdrawn(message.id()), at));
  }

  private static Future<RowSet<Row>> lock(SqlConnection on, Message message) {
    return run(on, DESK, "lock", Tuple.of(message.ticket()));
  }

  private Future<List<Change>> record(
      SqlConnection on, Message message, TicketEvent event, Instant at) {
    Instant now = Times.stored(at);
    return run(on, READ, "find", Tuple.of(message.ticket()))
        .map(rows -> TicketRows.deskTicket(rows.iterator().next(), now, reopenWindow))
        .compose(ticket -> write(on, ticket, event, now));
  }

  private Future<List<Change>> write(
      SqlConnection on, DeskTicket before, TicketEvent event, Instant now) {
    Entries entries = new Entries(before.lastSeq(), Author.SYSTEM, now, random).event(event);
    List<Change> changes = List.of(Change.of(before, before.state(), entries.list()));
    String ticket = before.ticket().id().value();
    return writer
        .write(on, changes, now)
        .compose(done -> run(on, SQL, "words-left", Tuple.of(ticket)))
        .map(rows -> rows.iterator().next())
        .compose(
            words -> {
              String preview = Headline.preview(text(words.getString("latest")));
              String subject = subject(before.ticket().subject(), words);
              return run(on, SQL, "show", Tuple.of(ticket, preview, subject));
            })
        .map(changes);
  }

  /** A subject that was made of withdrawn words is made anew of what is left. */
  private static String subject(String before, Row words) {
    boolean quotes =
        Stream.of(words.getArrayOfStrings("gone"))
            .anyMatch(gone -> Headline.subject("", gone).equals(before));
    return quotes ? Headline.subject("", text(words.getString("first"))) : before;
  }

  private static String text(@Nullable String words) {
    return words == null ? "" : words;
  }

  private static Tuple key(Notice.OfMessage notice) {
    return Tuple.of(notice.channel(), notice.conversation(), notice.messageId(), kind(notice));
  }

  private static String kind(Notice.OfMessage notice) {
    return switch (notice) {
      case Notice.Withdrawn withdrawn -> "withdrawn";
      case Notice.Edited edited -> "edited";
    };
  }

  private static Notice.OfMessage notice(Row row, Instant now) {
    String channel = row.getString("channel");
    String conversation = row.getString("conversation");
    String message = row.getString("message_id");
    return row.getString("notice").equals("edited")
        ? new Notice.Edited(channel, conversation, message, now)
        : new Notice.Withdrawn(channel, conversation, message, now);
  }

  private static Future<List<Change>> none() {
    return Future.succeededFuture(List.of());
  }

  private static Future<RowSet<Row>> run(
      SqlConnection on, Sql statements, String name, Tuple tuple) {
    return on.preparedQuery(statements.get(name)).execute(tuple);
  }
}
