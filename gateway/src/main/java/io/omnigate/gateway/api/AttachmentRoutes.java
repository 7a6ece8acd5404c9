package io.omnigate.gateway.api;

import io.omnigate.channels.http.Download;
import io.omnigate.channels.http.FileReply;
import io.omnigate.channels.http.Reply;
import io.omnigate.core.desk.TicketReader;
import io.omnigate.core.desk.TicketReader.StoredFile;
import io.omnigate.core.error.Failure;
import io.vertx.core.Future;
import java.util.Map;

/** {@code GET /api/attachments/{id}}: always a download, whatever the sender called it. */
final class AttachmentRoutes {
  private static final int MAX_ID = 100;

  private final TicketReader reader;

  AttachmentRoutes(TicketReader reader) {
    this.reader = reader;
  }

  Future<Reply> get(ApiRequest request) {
    String id = request.path("id");
    if (id.length() > MAX_ID || !PlainText.storable(id)) {
      return Future.failedFuture(noSuchFile());
    }
    return reader.attachment(id).map(file -> reply(file.orElseThrow(AttachmentRoutes::noSuchFile)));
  }

  private Reply reply(StoredFile file) {
    Map<String, String> headers =
        Map.of(
            "Content-Type", Download.mediaType(file.mediaType()),
            "Content-Disposition", Download.disposition(file.name()),
            "Content-Security-Policy", "sandbox; default-src 'none'",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Cache-Control", "private, max-age=86400, immutable");
    return new FileReply(headers, file.size(), (from, length) -> reader.bytes(file, from, length));
  }

  private static Failure noSuchFile() {
    return new Failure(Failure.Kind.NOT_FOUND, "not-found", "there is no such file");
  }
}
