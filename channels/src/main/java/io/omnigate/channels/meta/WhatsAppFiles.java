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

/**
 * Files on WhatsApp: uploaded first, then sent by their id
 * (https://developers.facebook.com/docs/whatsapp/cloud-api/reference/media#supported-media-types).
 */
final class WhatsAppFiles implements FileSender {
  private static final int PICTURE = 5 * 1024 * 1024;
  private static final int SOUND_OR_FILM = 16 * 1024 * 1024;
  private static final int DOCUMENT = 100 * 1024 * 1024;

  private final ProviderApi api;
  private final WhatsAppSender sender;

  WhatsAppFiles(ProviderApi api, WhatsAppSender sender) {
    this.api = api;
    this.sender = sender;
  }

  @Override
  public boolean takes(Delivery.File file) {
    long size = file.size();
    return switch (type(file)) {
      case "image" -> size <= PICTURE;
      case "audio", "video" -> size <= SOUND_OR_FILM;
      case "document" -> size <= DOCUMENT;
      default -> false;
    };
  }

  @Override
  public Future<Upload> upload(Delivery delivery, Delivery.File file) {
    FormData form =
        new FormData()
            .field("messaging_product", "whatsapp")
            .field("type", file.mediaType())
            .file("file", file);
    String path = MetaChannel.VERSION + '/' + WhatsAppAddress.of(delivery).number() + "/media";
    return api.post(path, sender.proof(), form)
        .map(
            answer ->
                Upload.of(
                    answer,
                    "WhatsApp",
                    known -> JsonBody.words(known.body(), "id"),
                    GraphErrors::outcome));
  }

  @Override
  public Future<DeliveryOutcome> send(Delivery delivery, Delivery.File file, String reference) {
    String type = type(file);
    JsonObject media = new JsonObject().put("id", reference);
    if (type.equals("document")) {
      media.put("filename", file.name());
    }
    return sender.send(delivery, type, media);
  }

  /** WhatsApp's sort of message for a file; empty where it takes no such file. */
  private static String type(Delivery.File file) {
    return switch (file.mediaType()) {
      case "image/jpeg", "image/png" -> "image";
      case "audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg" -> "audio";
      case "video/3gpp", "video/mp4" -> "video";
      case "text/plain",
          "application/pdf",
          "application/msword",
          "application/vnd.ms-excel",
          "application/vnd.ms-powerpoint",
          "application/vnd.openxmlformats-officedocument.presentationml.presentation",
          "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
          "application/vnd.openxmlformats-officedocument.wordprocessingml.document" ->
          "document";
      default -> "";
    };
  }
}
