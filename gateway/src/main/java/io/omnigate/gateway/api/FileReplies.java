package io.omnigate.gateway.api;

import io.omnigate.channels.http.Download;
import io.omnigate.channels.http.FileReply;
import io.omnigate.channels.http.Reply;
import io.omnigate.core.desk.TicketReader;
import io.omnigate.core.desk.TicketReader.StoredFile;
import io.omnigate.core.error.Failure;
import io.vertx.core.Future;
import java.util.Map;
import java.util.function.Supplier;

/** Stored files as downloads that open nowhere as a page, whatever their senders called them. */
final class FileReplies {
  private final TicketReader reader;

  private final String shownBy;

  private FileReplies(TicketReader reader, String shownBy) {
    this.reader = reader;
    this.shownBy = shownBy;
  }

  /** Files that pages of the gateway's own may show. */
  static FileReplies own(TicketReader reader) {
    return new FileReplies(reader, "same-origin");
  }

  /** Files that any page may show whose visitor was given their address. */
  static FileReplies shared(TicketReader reader) {
    return new FileReplies(reader, "cross-origin");
  }

  /** The file under {@code id}; fails with {@code missing} where there is none. */
  Future<Reply> of(String id, Supplier<Failure> missing) {
    return reader.attachment(id).map(file -> reply(file.orElseThrow(missing)));
  }

  private Reply reply(StoredFile file) {
    Map<String, String> headers =
        Map.of(
            "Content-Type",
            Download.mediaType(file.mediaType()),
            "Content-Disposition",
            Download.disposition(file.name()),
            "Content-Security-Policy",
            "sandbox; default-src 'none'",
            "Cross-Origin-Resource-Policy",
            shownBy,
            "Cache-Control",
            "private, max-age=86400, immutable");
    return new FileReply(headers, file.size(), (from, length) -> reader.bytes(file, from, length));
  }
}
