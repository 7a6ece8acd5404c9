package io.omnigate.gateway.api;

import io.omnigate.channels.http.Reply;
import io.omnigate.core.desk.TicketReader;
import io.omnigate.core.error.Failure;
import io.vertx.core.Future;

/** {@code GET /api/attachments/{id}}: always a download. */
final class AttachmentRoutes {
  private static final int MAX_ID = 100;

  private final FileReplies files;

  AttachmentRoutes(TicketReader reader) {
    this.files = FileReplies.own(reader);
  }

  Future<Reply> get(ApiRequest request) {
    String id = request.path("id");
    return id.length() > MAX_ID || !PlainText.storable(id)
        ? Future.failedFuture(noSuchFile())
        : files.of(id, AttachmentRoutes::noSuchFile);
  }

  private static Failure noSuchFile() {
    return new Failure(Failure.Kind.NOT_FOUND, "not-found", "there is no such file");
  }
}
