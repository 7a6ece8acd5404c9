package io.omnigate.core.store;

import io.omnigate.core.contact.VisitorId;
import io.omnigate.core.intake.BatchPlan;
import io.omnigate.core.intake.BatchPlan.NewInbound;
import io.omnigate.core.intake.RawPayload;
import io.omnigate.core.intake.TicketDraft;
import io.omnigate.core.ticket.Status;
import io.omnigate.core.ticket.TicketId;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The second round trip of a batch: writes what was planned, set by set, and commits. */
final class BatchWriter {
  private static final Sql SQL = Sql.of("intake.sql");

  /** An escape for U+0000 whose backslash is not itself escaped. */
  private static final Pattern NUL = Pattern.compile("(?<!\\\\)((?:\\\\\\\\)*)\\\\u0000");

  private final SqlConnection connection;
  private final BatchPlan plan;
  private final List<Future<?>> written = new ArrayList<>();

  private BatchWriter(SqlConnection connection, BatchPlan plan) {
    this.connection = connection;
    this.plan = plan;
  }

  /** Fails where a ticket was not as it was read, which its lock rules out; nothing stays then. */
  static Future<Void> write(SqlConnection connection, BatchPlan plan) {
    BatchWriter writer = new BatchWriter(connection, plan);
    writer.contacts();
    writer.tickets();
    writer.entries();
    writer.conversations();
    AttachmentWriter.write(connection, plan, writer.written);
    writer.inbound();
    OutboxWriter.write(connection, plan, writer.written);
    return writer.commit();
  }

  private void contacts() {
    write(
        "insert-contacts",
        plan.contacts(),
        columns ->
            columns
                .add(UUID.class, BatchPlan.NewContact::id)
                .text(each -> text(each.visitor()))
                .text(BatchPlan.NewContact::name)
                .text(BatchPlan.NewContact::email)
                .text(BatchPlan.NewContact::phone)
                .time(BatchPlan.NewContact::createdAt));
    write(
        "name-contacts",
        plan.names(),
        columns ->
            columns
                .add(UUID.class, BatchPlan.ContactName::contact)
                .text(BatchPlan.ContactName::name));
    write("insert-identities", plan.fresh(), BatchWriter::owners);
    write("own-identities", plan.owners(), BatchWriter::owners);
    write(
        "drop-identities",
        plan.dropped(),
        columns -> columns.smallint(each -> each.kind().ordinal()).text(each -> each.value()));
  }

  private static Columns<BatchPlan.IdentityOwner> owners(Columns<BatchPlan.IdentityOwner> columns) {
    return columns
        .smallint(each -> each.identity().kind().ordinal())
        .text(each -> each.identity().value())
        .add(UUID.class, BatchPlan.IdentityOwner::contact)
        .add(Boolean.class, each -> each.identity().verified());
  }

  private void tickets() {
    write(
        "insert-tickets",
        plan.opened(),
        columns ->
            columns
                .text(each -> each.id().value())
                .smallint(each -> each.state().status().code())
                .smallint(each -> each.state().priority().code())
                .text(each -> opening(each).subject())
                .text(each -> opening(each).channel())
                .text(each -> opening(each).kind())
                .text(each -> opening(each).department())
                .text(each -> String.join(",", opening(each).tags()))
                .add(UUID.class, TicketDraft::contact)
                .time(each -> opening(each).createdAt())
                .time(each -> each.state().waiting().since())
                .time(each -> each.state().waiting().dueAt())
                .smallint(each -> code(each.state().aside().spamFrom()))
                .add(Integer.class, TicketDraft::messageCount)
                .text(TicketDraft::preview)
                .add(Integer.class, TicketDraft::lastSeq)
                .add(Long.class, TicketDraft::version)
                .text(each -> text(opening(each).followUpOf()))
                .text(each -> text(each.continuedIn()))
                .text(each -> opening(each).recipient()));
    write(
        "update-tickets",
        plan.changed(),
        columns ->
            columns
                .text(each -> each.id().value())
                .smallint(each -> each.storedStatus().code())
                .add(Long.class, TicketDraft::storedVersion)
                .smallint(each -> each.state().status().code())
                .time(each -> each.state().waiting().since())
                .time(each -> each.state().waiting().dueAt())
                .add(Boolean.class, each -> each.state().waiting().overdue())
                .smallint(each -> code(each.state().aside().postponedFrom()))
                .time(each -> each.state().aside().postponedUntil())
                .time(each -> each.state().moments().resolvedAt())
                .time(each -> each.state().moments().closedAt())
                .text(each -> each.state().lease() == null ? null : each.state().lease().agent())
                .time(each -> each.state().lease() == null ? null : each.state().lease().until())
                .add(Integer.class, TicketDraft::messageCount)
                .text(TicketDraft::preview)
                .add(Integer.class, TicketDraft::lastSeq)
                .add(Long.class, TicketDraft::version)
                .text(each -> text(each.continuedIn())));
  }

  private void entries() {
    write(
        "insert-entries",
        plan.entries(),
        columns ->
            columns
                .text(each -> each.ticket().value())
                .add(Integer.class, each -> each.entry().seq())
                .text(each -> each.entry().id())
                .time(each -> each.entry().at())
                .smallint(each -> each.entry().kind().ordinal())
                .smallint(each -> each.entry().direction().ordinal())
                .smallint(each -> each.entry().author().type().ordinal())
                .text(each -> each.entry().author().name())
                .text(each -> each.entry().text())
                .text(each -> each.entry().html())
                .text(each -> facts(each.entry().facts())));
  }

  private void conversations() {
    write(
        "insert-conversations",
        plan.conversations(),
        columns ->
            columns
                .text(each -> each.key().channel())
                .text(each -> each.key().key())
                .text(each -> each.ticket().value()));
    write(
        "move-conversations",
        plan.moves(),
        columns ->
            columns
                .text(each -> each.key().channel())
                .text(each -> each.key().key())
                .text(each -> each.from().value())
                .text(each -> each.to().value()));
  }

  private void inbound() {
    Map<String, RawPayload> shared = new TreeMap<>();
    for (NewInbound each : plan.inbound()) {
      RawPayload raw = raw(each);
      if (raw.shared()) {
        shared.put(HexFormat.of().formatHex(raw.sha256().getBytes()), raw);
      }
    }
    write(
        "insert-payloads",
        List.copyOf(shared.values()),
        columns ->
            columns.add(Buffer.class, RawPayload::sha256).add(Buffer.class, RawPayload::bytes));
    write(
        "insert-inbound",
        plan.inbound(),
        columns ->
            columns
                .text(each -> each.message().origin().channel())
                .text(each -> each.message().origin().key())
                .time(each -> each.message().origin().receivedAt())
                .add(Buffer.class, each -> raw(each).carried())
                .add(Buffer.class, each -> raw(each).shared() ? raw(each).sha256() : null)
                .text(each -> each.receipt().message())
                .text(each -> text(each.receipt().ticket()))
                .text(each -> text(each.receipt().visitor()))
                .smallint(each -> code(each.receipt().status()))
                .add(Boolean.class, each -> each.receipt().created())
                .add(Long.class, each -> raw(each).sentAhead()));
  }

  /** A COMMIT after a failed statement undoes; hence the others are looked at first. */
  private Future<Void> commit() {
    Future<RowSet<Row>> committed = connection.query("COMMIT").execute();
    return Future.join(written).compose(done -> committed).mapEmpty();
  }

  private interface Shape<R> {
    Columns<R> of(Columns<R> columns);
  }

  private <R> void write(String statement, List<R> rows, Shape<R> shape) {
    if (!rows.isEmpty()) {
      Tuple tuple = shape.of(Columns.of(rows)).tuple();
      written.add(connection.preparedQuery(SQL.get(statement)).execute(tuple));
    }
  }

  private static RawPayload raw(NewInbound each) {
    return each.message().origin().raw();
  }

  private static TicketDraft.Opening opening(TicketDraft draft) {
    return Objects.requireNonNull(draft.opening());
  }

  private static @Nullable Integer code(@Nullable Status status) {
    return status == null ? null : status.code();
  }

  private static @Nullable String text(@Nullable TicketId id) {
    return id == null ? null : id.value();
  }

  private static @Nullable String text(@Nullable VisitorId id) {
    return id == null ? null : id.value();
  }

  /**
   * JSON for jsonb, which takes no U+0000; a backslash and the letters u0000 are something else.
   */
  static String facts(Map<String, Object> facts) {
    return facts.isEmpty() ? "{}" : NUL.matcher(Json.encode(facts)).replaceAll("$1");
  }
}
