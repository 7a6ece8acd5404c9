package io.omnigate.core.store;

import io.omnigate.core.intake.BatchPlan;
import io.omnigate.core.intake.BatchPlan.NewAcknowledgement;
import io.omnigate.core.intake.InboundMessage;
import io.omnigate.core.intake.InboundMessage.Returned;
import io.omnigate.core.outbox.Purpose;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/** What a batch of arrivals means for what leaves the house; most batches mean nothing. */
final class OutboxWriter {
  private static final Sql SQL = Sql.of("outbox.sql");

  private OutboxWriter() {}

  /** Sends the statements there are, and adds their answers to {@code written}. */
  static void write(SqlConnection on, BatchPlan plan, List<Future<?>> written) {
    if (!plan.acknowledgements().isEmpty()) {
      written.add(acknowledge(on, plan.acknowledgements()));
    }
    if (!plan.returned().isEmpty()) {
      Tuple returned =
          Columns.of(plan.returned()).text(Returned::message).text(Returned::reason).tuple();
      written.add(run(on, "tag-returned", returned));
      written.add(run(on, "mark-returned", returned));
    }
    for (InboundMessage each : plan.setAside()) {
      written.add(run(on, "set-aside", setAside(each)));
    }
  }

  /** Writes acknowledgements, and questions whether an address is right. */
  static Future<?> acknowledge(SqlConnection on, List<NewAcknowledgement> acknowledgements) {
    return run(on, "insert-acknowledgements", acknowledgements(acknowledgements));
  }

  private static Tuple acknowledgements(List<NewAcknowledgement> acknowledgements) {
    return Columns.of(acknowledgements)
        .text(each -> each.created().id())
        .text(each -> each.ticket().value())
        .add(Integer.class, each -> each.created().seq())
        .text(NewAcknowledgement::channel)
        .text(NewAcknowledgement::kind)
        .text(each -> each.recipient().address())
        .time(each -> each.created().at())
        .smallint(each -> purpose(each).ordinal())
        .text(each -> CountedAs.of(each.recipient().address()))
        .tuple();
  }

  private static Purpose purpose(NewAcknowledgement each) {
    return each.recipient().confirmFirst() ? Purpose.CONFIRMATION : Purpose.ACKNOWLEDGEMENT;
  }

  private static Tuple setAside(InboundMessage message) {
    InboundMessage.Origin origin = message.origin();
    return Tuple.of(
        origin.channel(),
        origin.key(),
        Times.of(origin.receivedAt()),
        origin.raw().held(),
        message.ids().message(),
        origin.raw().sentAhead());
  }

  private static Future<?> run(SqlConnection on, String statement, Tuple tuple) {
    return on.preparedQuery(SQL.get(statement)).execute(tuple);
  }
}
