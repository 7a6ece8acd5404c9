package io.omnigate.gateway.api;

import io.omnigate.channels.Texts;
import io.omnigate.channels.http.Answer;
import io.omnigate.channels.http.Body;
import io.omnigate.core.desk.AgentUploads;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Objects;

/** Files that agents send ahead of their answers. */
final class UploadRoutes {
  private final AgentUploads uploads;

  UploadRoutes(AgentUploads uploads) {
    this.uploads = uploads;
  }

  /** Takes a file; it is kept under the id that is answered until an answer names it. */
  Future<Answer> upload(ApiRequest request) {
    Body body = request.file();
    AgentUploads.NewFile file =
        new AgentUploads.NewFile(
            Texts.fileName(request.text("name").orElse(""), "file"),
            request.text("mediaType").orElse("application/octet-stream"),
            Objects.requireNonNull(body.spooled()),
            Objects.requireNonNull(body.sha256()));
    return uploads
        .keep(request.agent(), file)
        .map(
            id ->
                Answer.json(
                    201,
                    new JsonObject()
                        .put("id", id)
                        .put("name", file.name())
                        .put("mediaType", file.mediaType())
                        .put("size", body.size())));
  }

  Future<Answer> drop(ApiRequest request) {
    return uploads.drop(request.agent(), request.path("id")).map(Answer.empty(204));
  }
}
