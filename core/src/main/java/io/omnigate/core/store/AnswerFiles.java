package io.omnigate.core.store;

import io.omnigate.core.desk.AgentUploads;
import io.omnigate.core.desk.Change;
import io.omnigate.core.error.Failure;
import io.omnigate.core.id.Ulid;
import io.omnigate.core.intake.Attachment;
import io.omnigate.core.outbox.OutboundMessage;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes the files of an answer: those that came with it, and behind them the uploaded ones. */
final class AnswerFiles {
  private static final Sql DESK = Sql.of("desk.sql");
  private static final Sql UPLOADS = Sql.of("agent-upload.sql");

  private final RandomGenerator random;

  AnswerFiles(RandomGenerator random) {
    this.random = random;
  }

  /**
   * Writes them. Fails with {@code INVALID} where an upload is not the agent's, or no longer, and
   * with {@code TOO_LARGE} where they are more than {@link AgentUploads#MOST_IN_ANSWER}.
   *
   * @param seq of the answer's entry
   * @param agent who writes it; null where nobody does
   */
  Future<Void> write(SqlConnection on, Change.Answer answer, int seq, @Nullable String agent) {
    return sent(on, answer, seq).compose(done -> uploaded(on, answer, seq, agent));
  }

  private Future<Void> sent(SqlConnection on, Change.Answer answer, int seq) {
    if (answer.files().isEmpty()) {
      return Future.succeededFuture();
    }
    OutboundMessage message = answer.message();
    List<Tuple> blobs = new ArrayList<>();
    List<Tuple> attachments = new ArrayList<>();
    for (Attachment file : answer.files()) {
      Buffer sha256 = file.sha256();
      blobs.add(Tuple.of(sha256, file.bytes()));
      attachments.add(
          Tuple.from(
              new @Nullable Object[] {
                newId(message),
                message.ticket().value(),
                seq,
                attachments.size(),
                file.name(),
                file.mediaType(),
                file.size(),
                file.contentId(),
                sha256
              }));
    }
    return on.preparedQuery(DESK.get("add-blob"))
        .executeBatch(blobs)
        .compose(done -> on.preparedQuery(DESK.get("add-attachment")).executeBatch(attachments))
        .mapEmpty();
  }

  private Future<Void> uploaded(
      SqlConnection on, Change.Answer answer, int seq, @Nullable String agent) {
    List<String> uploads = answer.uploads();
    if (uploads.isEmpty()) {
      return Future.succeededFuture();
    }
    OutboundMessage message = answer.message();
    Tuple tuple =
        Tuple.from(
            new @Nullable Object[] {
              uploads.toArray(String[]::new),
              uploads.stream().map(each -> newId(message)).toArray(String[]::new),
              agent,
              message.ticket().value(),
              seq,
              answer.files().size()
            });
    return on.preparedQuery(UPLOADS.get("claim"))
        .execute(tuple)
        .map(claimed -> check(uploads, claimed));
  }

  private static @Nullable Void check(List<String> uploads, RowSet<Row> claimed) {
    Set<String> known =
        claimed.stream().map(row -> row.getString("id")).collect(Collectors.toSet());
    if (claimed.size() < uploads.size()) {
      List<String> unknown = uploads.stream().filter(id -> !known.contains(id)).toList();
      throw new Failure(
          Failure.Kind.INVALID,
          "unknown-upload",
          "Not every upload is there, is yours and is named once; it may have been used, or be more"
              + " than a day old. Upload the file again.",
          Map.of("field", "attachments", "uploads", unknown));
    }
    if (claimed.stream().mapToLong(row -> row.getLong("size")).sum()
        > AgentUploads.MOST_IN_ANSWER) {
      throw new Failure(
          Failure.Kind.TOO_LARGE,
          "attachments-too-large",
          "The uploads are larger than %d MiB together; send them in several answers."
              .formatted(AgentUploads.MOST_IN_ANSWER >> 20),
          Map.of("field", "attachments", "limit", AgentUploads.MOST_IN_ANSWER));
    }
    return null;
  }

  private String newId(OutboundMessage message) {
    return Ulid.next(message.createdAt(), random);
  }
}
