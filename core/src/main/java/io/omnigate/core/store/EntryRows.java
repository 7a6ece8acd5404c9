package io.omnigate.core.store;

import io.omnigate.core.outbox.Purpose;
import io.omnigate.core.ticket.Entry;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of the statement {@code thread} as entries. */
final class EntryRows {
  private static final Entry.Kind[] KINDS = Entry.Kind.values();
  private static final Entry.Direction[] DIRECTIONS = Entry.Direction.values();
  private static final Purpose[] PURPOSES = Purpose.values();
  private static final Entry.Author.Type[] AUTHORS = Entry.Author.Type.values();

  private EntryRows() {}

  /** Whether the row has an entry at all, or only its ticket. */
  static boolean present(Row row) {
    return row.getInteger("seq") != null;
  }

  /** The entry of a row. */
  static Entry entry(Row row) {
    return new Entry(
        row.getInteger("seq"),
        row.getString("entry_id"),
        TicketRows.present(row, "at"),
        KINDS[row.getShort("entry_kind")],
        DIRECTIONS[row.getShort("direction")],
        new Entry.Author(
            AUTHORS[row.getShort("author_type")],
            row.getString("author_name"),
            row.getString("agent")),
        row.getString("body"),
        row.getString("html"),
        row.getJsonObject("facts").getMap(),
        files(row.getJsonArray("files")),
        row.getBoolean("leaves") ? delivery(row) : null);
  }

  private static Entry.Delivery delivery(Row row) {
    String outcome = row.getString("outcome");
    return new Entry.Delivery(
        outcome == null ? "pending" : outcome,
        PURPOSES[row.getShort("purpose")].wire(),
        row.getInteger("attempts"),
        row.getString("reason"),
        TicketRows.instant(row, "next_attempt_at"),
        TicketRows.instant(row, "finished_at"),
        TicketRows.instant(row, "delivered_at"),
        TicketRows.instant(row, "read_at"));
  }

  /** The files of a message, as the statements gather them; null for none. */
  static List<Entry.AttachmentInfo> files(@Nullable JsonArray files) {
    return files == null ? List.of() : files.stream().map(file -> file((JsonObject) file)).toList();
  }

  private static Entry.AttachmentInfo file(JsonObject file) {
    return new Entry.AttachmentInfo(
        file.getString("id"),
        file.getString("name"),
        file.getString("mediaType"),
        file.getLong("size"),
        file.getString("contentId"));
  }
}
