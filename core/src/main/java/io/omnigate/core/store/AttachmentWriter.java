package io.omnigate.core.store;

import io.omnigate.core.id.Ulid;
import io.omnigate.core.intake.Attachment;
import io.omnigate.core.intake.BatchPlan;
import io.omnigate.core.intake.BatchPlan.NewEntry;
import io.omnigate.core.ticket.Entry;
import io.omnigate.core.ticket.TicketId;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The files of a batch, each content once. Those in memory are sent along; those on disk were sent
 * ahead of their message and are put together where they are. Most batches have none.
 */
final class AttachmentWriter {
  private static final Sql SQL = Sql.of("intake.sql");

  /**
   * A file of an entry.
   *
   * @param entry the message's own, whose id is the message's
   */
  private record File(String id, TicketId ticket, Entry entry, int position, Attachment file) {}

  private AttachmentWriter() {}

  /** Sends the statements there are, and adds their answers to {@code written}. */
  static void write(SqlConnection on, BatchPlan plan, List<Future<?>> written) {
    List<File> files = new ArrayList<>();
    for (NewEntry each : plan.entries()) {
      for (int i = 0; i < each.files().size(); i++) {
        String id = Ulid.derive(each.entry().id(), -1 - i);
        files.add(new File(id, each.ticket(), each.entry(), i, each.files().get(i)));
      }
    }
    if (files.isEmpty()) {
      return;
    }
    // In sorted order: two batches may bring the same files.
    Map<String, File> held = new TreeMap<>();
    Map<String, File> uploaded = new TreeMap<>();
    for (File each : files) {
      (each.file().spooled() == null ? held : uploaded)
          .put(HexFormat.of().formatHex(each.file().sha256().getBytes()), each);
    }
    if (!held.isEmpty()) {
      written.add(run(on, "insert-blobs", heldColumns(List.copyOf(held.values()))));
    }
    if (!uploaded.isEmpty()) {
      written.add(
          run(on, "insert-uploaded-blobs", uploadedColumns(List.copyOf(uploaded.values()))));
    }
    written.add(run(on, "insert-attachments", attachmentColumns(files)));
  }

  private static Tuple heldColumns(List<File> blobs) {
    return Columns.of(blobs)
        .add(Buffer.class, each -> each.file().sha256())
        .add(Buffer.class, each -> each.file().bytes())
        .tuple();
  }

  private static Tuple uploadedColumns(List<File> blobs) {
    return Columns.of(blobs)
        .text(each -> each.entry().id())
        .add(Integer.class, each -> each.position() + 1)
        .add(Buffer.class, each -> each.file().sha256())
        .add(Long.class, each -> each.file().size())
        .tuple();
  }

  private static Tuple attachmentColumns(List<File> files) {
    return Columns.of(files)
        .text(File::id)
        .text(each -> each.ticket().value())
        .add(Integer.class, each -> each.entry().seq())
        .add(Integer.class, File::position)
        .text(each -> each.file().name())
        .text(each -> each.file().mediaType())
        .add(Long.class, each -> each.file().size())
        .text(each -> each.file().contentId())
        .add(Buffer.class, each -> each.file().sha256())
        .tuple();
  }

  private static Future<?> run(SqlConnection on, String statement, Tuple tuple) {
    return on.preparedQuery(SQL.get(statement)).execute(tuple);
  }
}
