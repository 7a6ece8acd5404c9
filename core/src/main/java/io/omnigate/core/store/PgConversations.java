package io.omnigate.core.store;

import io.omnigate.core.conversation.Conversations;
import io.omnigate.core.ticket.Status;
import io.omnigate.core.ticket.TicketId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads conversations from PostgreSQL; each call is one statement and so one snapshot. */
public final class PgConversations implements Conversations {
  private static final Sql SQL = Sql.of("conversation.sql");
  private static final int FROM_VISITOR = 0;

  private final SqlClient client;

  /** Conversations in {@code database}. */
  public PgConversations(Database database) {
    this.client = database.pool();
  }

  @Override
  public Future<Page> after(Key key, Had had, int limit) {
    String ticket = had.ticket() == null ? null : had.ticket().value();
    return query("after", Tuple.of(key.channel(), key.key(), had.place(), limit, ticket))
        .map(
            rows -> {
              Page page = page(rows);
              boolean anew =
                  page.standing() == null
                      ? had.place() > 0
                      : rows.iterator().next().getBoolean("anew");
              return new Page(page.standing(), page.messages(), page.more(), anew);
            });
  }

  @Override
  public Future<Page> before(Key key, long place, int limit) {
    return query("before", Tuple.of(key.channel(), key.key(), place, limit))
        .map(PgConversations::page)
        .map(page -> new Page(page.standing(), page.messages().reversed(), page.more()));
  }

  @Override
  public Future<List<Head>> moved(List<Head> known) {
    Tuple columns =
        Columns.of(known)
            .text(head -> head.key().channel())
            .text(head -> head.key().key())
            .text(head -> of(head.standing(), standing -> standing.ticket().value()))
            .add(Long.class, head -> of(head.standing(), Standing::version))
            .tuple();
    return query("moved", columns)
        .map(
            rows ->
                rows.stream()
                    .map(row -> new Head(known.get(row.getInteger("n") - 1).key(), standing(row)))
                    .toList());
  }

  private static <T> @Nullable T of(@Nullable Standing standing, Function<Standing, T> part) {
    return standing == null ? null : part.apply(standing);
  }

  private static Page page(RowSet<Row> rows) {
    Standing standing = null;
    boolean more = false;
    List<Said> messages = new ArrayList<>();
    for (Row row : rows) {
      standing = standing(row);
      if (row.getLong("place") != null) {
        messages.add(said(row));
        more = row.getLong("found") > messages.size();
      }
    }
    return new Page(standing, Collections.unmodifiableList(messages), more);
  }

  private static @Nullable Standing standing(Row row) {
    String ticket = row.getString("ticket");
    return ticket == null
        ? null
        : new Standing(
            new TicketId(ticket), row.getLong("version"), Status.ofCode(row.getShort("status")));
  }

  private static Said said(Row row) {
    boolean byVisitor = row.getShort("direction") == FROM_VISITOR;
    return new Said(
        row.getLong("place"),
        row.getString("id"),
        TicketRows.present(row, "at"),
        byVisitor,
        byVisitor ? null : row.getString("author_name"),
        row.getString("body"),
        row.getString("ref"),
        EntryRows.files(row.getJsonArray("files")));
  }

  private Future<RowSet<Row>> query(String statement, Tuple parameters) {
    return Database.bounded(client.preparedQuery(SQL.get(statement)).execute(parameters));
  }
}
