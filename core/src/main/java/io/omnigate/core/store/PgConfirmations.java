package io.omnigate.core.store;

import io.omnigate.core.contact.EmailAddress;
import io.omnigate.core.desk.Change;
import io.omnigate.core.desk.DeskTicket;
import io.omnigate.core.desk.Entries;
import io.omnigate.core.intake.BatchPlan.NewAcknowledgement;
import io.omnigate.core.intake.InboundMessage.Addressee;
import io.omnigate.core.metrics.TransitionMeters;
import io.omnigate.core.outbox.ConfirmationLinks.Confirmation;
import io.omnigate.core.outbox.Confirmations;
import io.omnigate.core.ticket.Entry.Author;
import io.omnigate.core.ticket.TicketEvent;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Confirmations on PostgreSQL: each is one transaction on its ticket. */
public final class PgConfirmations implements Confirmations {
  private static final Sql SQL = Sql.of("outbox.sql");
  private static final Sql DESK = Sql.of("desk.sql");
  private static final Sql READ = Sql.of("ticket.sql");

  private final Transactions transactions;
  private final Set<String> acknowledging;
  private final Duration reopenWindow;
  private final RandomGenerator random;
  private final ChangeWriter writer;
  private final Committed committed;

  /**
   * Confirmations over {@code database}.
   *
   * @param acknowledging the ids of the channels whose confirmed customers hear of their ticket
   */
  public PgConfirmations(
      Database database,
      Set<String> acknowledging,
      Duration reopenWindow,
      RandomGenerator random,
      ChangeSignal signal,
      TransitionMeters meters) {
    this.transactions = new Transactions(database);
    this.acknowledging = Set.copyOf(acknowledging);
    this.reopenWindow = reopenWindow;
    this.random = random;
    this.writer = new ChangeWriter(random);
    this.committed = new Committed(signal, meters);
  }

  /** What a transaction came to. */
  private record Done(boolean confirmed, List<Change> changes) {}

  @Override
  public Future<Boolean> confirm(Confirmation confirmation, Instant now) {
    Instant at = Times.stored(now);
    return transactions
        .run(on -> confirm(on, confirmation, at))
        .onSuccess(done -> committed.tell(done.changes()))
        .map(Done::confirmed);
  }

  private Future<Done> confirm(SqlConnection on, Confirmation confirmation, Instant now) {
    Tuple key = Tuple.of(confirmation.message(), confirmation.ticket().value());
    return on.preparedQuery(DESK.get("lock"))
        .execute(Tuple.of(confirmation.ticket().value()))
        .compose(locked -> run(on, "confirm", key.addValue(Times.of(now))))
        .compose(
            rows ->
                rows.size() == 0
                    ? run(on, "is-confirmed", Tuple.of(confirmation.message()))
                        .map(known -> new Done(known.size() == 1, List.of()))
                    : tell(on, confirmation, rows.iterator().next(), now));
  }

  private Future<Done> tell(SqlConnection on, Confirmation confirmation, Row asked, Instant now) {
    String ticket = confirmation.ticket().value();
    String address = asked.getString("recipient");
    String proven = EmailAddress.normalise(address).orElse("");
    return run(on, "prove-address", Tuple.of(proven, ticket))
        .compose(done -> on.preparedQuery(READ.get("find")).execute(Tuple.of(ticket)))
        .compose(
            rows -> {
              DeskTicket row = TicketRows.deskTicket(rows.iterator().next(), now, reopenWindow);
              Entries entries =
                  new Entries(row.lastSeq(), Author.SYSTEM, now, random)
                      .event(TicketEvent.addressConfirmed());
              Change change = Change.of(row, row.state(), entries.list());
              String channel = asked.getString("channel");
              NewAcknowledgement acknowledgement =
                  new NewAcknowledgement(
                      confirmation.ticket(),
                      entries.list().getFirst(),
                      channel,
                      asked.getString("kind"),
                      new Addressee(address, false));
              return writer
                  .write(on, List.of(change), now)
                  .compose(
                      written ->
                          acknowledging.contains(channel)
                              ? OutboxWriter.acknowledge(on, List.of(acknowledgement))
                              : Future.succeededFuture())
                  .map(done -> new Done(true, List.of(change)));
            });
  }

  private static Future<RowSet<Row>> run(SqlConnection on, String statement, Tuple tuple) {
    return on.preparedQuery(SQL.get(statement)).execute(tuple);
  }
}
