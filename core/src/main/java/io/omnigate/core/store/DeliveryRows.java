package io.omnigate.core.store;

import io.omnigate.core.outbox.Delivery;
import io.omnigate.core.outbox.OutboundMessage;
import io.omnigate.core.outbox.Purpose;
import io.omnigate.core.ticket.Entry;
import io.omnigate.core.ticket.TicketId;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of the statements {@code read} and {@code files} as a delivery. */
final class DeliveryRows {
  private static final Purpose[] PURPOSES = Purpose.values();
  private static final Entry.Kind[] KINDS = Entry.Kind.values();

  private DeliveryRows() {}

  static Delivery delivery(Row row, RowSet<Row> files, Blobs blobs, int attempt) {
    return new Delivery(
        new OutboundMessage(
            row.getString("id"),
            new TicketId(row.getString("ticket")),
            row.getString("channel"),
            row.getString("kind"),
            row.getString("recipient"),
            row.getString("message_id"),
            TicketRows.present(row, "created_at")),
        attempt,
        PURPOSES[row.getShort("purpose")],
        content(row, files, blobs),
        about(row),
        answered(row),
        List.of(row.getArrayOfStrings("newest_references")).reversed());
  }

  /** An acknowledgement hangs on an event, whose sentence is for agents. */
  private static Delivery.Content content(Row row, RowSet<Row> files, Blobs blobs) {
    boolean message = KINDS[row.getShort("entry_kind")] == Entry.Kind.MESSAGE;
    return new Delivery.Content(
        row.getString("subject"),
        message ? row.getString("body") : "",
        message ? row.getString("html") : null,
        files.stream().map(file -> file(file, blobs)).toList());
  }

  private static Delivery.About about(Row row) {
    String language = row.getString("language");
    return new Delivery.About(
        row.getString("subject"),
        row.getString("department"),
        row.getString("author_name"),
        language == null || language.isEmpty() ? List.of() : List.of(language.split(",", -1)),
        TicketRows.present(row, "ticket_created_at"),
        TicketRows.instant(row, "due_at"),
        TicketRows.instant(row, "heard_at"));
  }

  private static Delivery.@Nullable Received answered(Row row) {
    return TicketRows.instant(row, "last_at") == null
        ? null
        : new Delivery.Received(
            TicketRows.present(row, "last_at"),
            row.getString("last_author"),
            row.getString("last_body"),
            row.getJsonObject("last_facts").getMap());
  }

  private static Delivery.File file(Row row, Blobs blobs) {
    Buffer sha256 = row.getBuffer("sha256");
    return new Delivery.File(
        row.getString("id"),
        row.getString("name"),
        row.getString("media_type"),
        row.getLong("size"),
        row.getString("content_id"),
        (from, length) -> blobs.slice(sha256, from, length));
  }
}
