package io.omnigate.channels.meta;

import io.omnigate.channels.JsonBody;
import io.omnigate.channels.out.FileSender;
import io.omnigate.channels.out.FormData;
import io.omnigate.channels.out.ProviderApi;
import io.omnigate.channels.out.Upload;
import io.omnigate.core.outbox.Delivery;
import io.omnigate.core.outbox.DeliveryOutcome;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Set;

/**
 * Files on Messenger
 * (https://developers.facebook.com/docs/messenger-platform/reference/attachment-upload-api) and
 * Instagram
 * (https://developers.facebook.com/docs/messenger-platform/instagram/features/attachment-upload):
 * uploaded first, then shown by their id. Messenger takes any file of at most 25 MB, Instagram a
 * few types.
 */
final class MessagingFiles implements FileSender {
  private static final int FILE = 25_000_000;
  private static final int PICTURE = 8_000_000;

  /** What Instagram takes, by media type; the page names formats. */
  private static final Set<String> ON_INSTAGRAM =
      Set.of(
          "image/png",
          "image/jpeg",
          "image/gif",
          "audio/aac",
          "audio/mp4",
          "audio/wav",
          "audio/x-m4a",
          "audio/x-wav",
          "video/mp4",
          "video/ogg",
          "video/quicktime",
          "video/webm",
          "video/x-msvideo",
          "application/pdf");

  private final ProviderApi api;
  private final MessagingSender sender;
  private final boolean instagram;

  MessagingFiles(ProviderApi api, MessagingSender sender, boolean instagram) {
    this.api = api;
    this.sender = sender;
    this.instagram = instagram;
  }

  @Override
  public boolean takes(Delivery.File file) {
    long size = file.size();
    return instagram
        ? ON_INSTAGRAM.contains(file.mediaType())
            && size <= (file.mediaType().startsWith("image/") ? PICTURE : FILE)
        : size <= FILE;
  }

  @Override
  public Future<Upload> upload(Delivery delivery, Delivery.File file) {
    JsonObject message =
        new JsonObject().put("attachment", attachment(file, "is_reusable", Boolean.TRUE));
    FormData form =
        new FormData()
            .field("platform", instagram ? "instagram" : "messenger")
            .field("message", message.encode())
            .file("filedata", file);
    return api.post(MetaChannel.VERSION + "/me/message_attachments", sender.proof(), form)
        .map(
            answer ->
                Upload.of(
                    answer,
                    "Meta",
                    known -> JsonBody.words(known.body(), "attachment_id"),
                    GraphErrors::outcome));
  }

  @Override
  public Future<DeliveryOutcome> send(Delivery delivery, Delivery.File file, String reference) {
    return sender.send(
        delivery, new JsonObject().put("attachment", attachment(file, "attachment_id", reference)));
  }

  private JsonObject attachment(Delivery.File file, String name, Object value) {
    return new JsonObject()
        .put("type", type(file))
        .put("payload", new JsonObject(Map.of(name, value)));
  }

  /** A picture too large to be shown as one is a file. */
  private static String type(Delivery.File file) {
    String major = file.mediaType().replaceFirst("/.*", "");
    return switch (major) {
      case "image" -> file.size() <= PICTURE ? major : "file";
      case "audio", "video" -> major;
      default -> "file";
    };
  }
}
