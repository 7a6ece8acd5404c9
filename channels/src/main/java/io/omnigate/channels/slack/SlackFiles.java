package io.omnigate.channels.slack;

import io.omnigate.channels.JsonBody;
import io.omnigate.channels.out.ApiAnswer;
import io.omnigate.channels.out.ApiAnswer.Answered;
import io.omnigate.channels.out.FileSender;
import io.omnigate.channels.out.FormData;
import io.omnigate.channels.out.ProviderApi;
import io.omnigate.channels.out.Upload;
import io.omnigate.core.outbox.Delivery;
import io.omnigate.core.outbox.DeliveryOutcome;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * Files on Slack, in three calls: an address for the bytes
 * (https://docs.slack.dev/reference/methods/files.getUploadURLExternal/), the bytes, and the call
 * that shows the file (https://docs.slack.dev/reference/methods/files.completeUploadExternal/). The
 * bot needs {@code files:write}.
 */
final class SlackFiles implements FileSender {
  /** Where Slack takes bytes. */
  private static final String DOMAIN = "slack.com";

  private static final Upload ELSEWHERE =
      new Upload.Refused(
          new DeliveryOutcome.Failed("Slack wants the file at an address that is not its own."));

  private final ProviderApi api;
  private final SlackSender sender;

  SlackFiles(ProviderApi api, SlackSender sender) {
    this.api = api;
    this.sender = sender;
  }

  /** Slack's own limit is far above ours. */
  @Override
  public boolean takes(Delivery.File file) {
    return true;
  }

  @Override
  public Future<Upload> upload(Delivery delivery, Delivery.File file) {
    FormData form =
        new FormData().field("filename", file.name()).field("length", Long.toString(file.size()));
    return api.post("/files.getUploadURLExternal", sender.proof(), form)
        .compose(
            answer ->
                switch (Upload.of(answer, "Slack", SlackFiles::id, SlackSender::refused)) {
                  case Upload.Ready(String id) when answer instanceof Answered known ->
                      bytes(JsonBody.text(known.body(), "upload_url").orElse(""), id, file);
                  case Upload other -> Future.succeededFuture(other);
                });
  }

  private Future<Upload> bytes(String address, String id, Delivery.File file) {
    return api.postTo(address, DOMAIN, file)
        .map(asked -> asked.map(answer -> taken(answer, id)))
        .orElseGet(() -> Future.succeededFuture(ELSEWHERE));
  }

  private static Upload taken(ApiAnswer answer, String id) {
    return Upload.of(answer, "Slack", known -> Optional.of(id), SlackSender::refused);
  }

  @Override
  public Future<DeliveryOutcome> send(Delivery delivery, Delivery.File file, String reference) {
    JsonObject shown = new JsonObject().put("id", reference).put("title", file.name());
    return sender.call(
        "/files.completeUploadExternal",
        sender.into(delivery, "channel_id").put("files", new JsonArray().add(shown)));
  }

  private static Optional<String> id(Answered answer) {
    return JsonBody.isTrue(answer.body(), "ok")
        ? JsonBody.words(answer.body(), "file_id")
        : Optional.empty();
  }
}
