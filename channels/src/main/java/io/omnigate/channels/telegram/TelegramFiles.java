package io.omnigate.channels.telegram;

import io.omnigate.channels.out.ApiAnswer;
import io.omnigate.channels.out.FileSender;
import io.omnigate.channels.out.ProviderApi;
import io.omnigate.core.outbox.Delivery;
import io.omnigate.core.outbox.DeliveryOutcome;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Set;

/**
 * Files by a Telegram bot: pictures of at most 10 MB are shown as such
 * (https://core.telegram.org/bots/api#sendphoto), everything else of at most 50 MB is a document
 * (https://core.telegram.org/bots/api#senddocument), and so is a picture whose measures Telegram
 * refuses.
 */
final class TelegramFiles implements FileSender {
  private static final int PHOTO = 10_000_000;
  private static final int DOCUMENT = 50_000_000;
  private static final Set<String> PHOTOS = Set.of("image/jpeg", "image/png", "image/webp");

  private final ProviderApi api;
  private final String bot;

  /**
   * The files of a bot.
   *
   * @param bot the path of its methods, with a trailing slash
   */
  TelegramFiles(ProviderApi api, String bot) {
    this.api = api;
    this.bot = bot;
  }

  @Override
  public boolean takes(Delivery.File file) {
    return file.size() <= DOCUMENT;
  }

  @Override
  public Future<DeliveryOutcome> send(Delivery delivery, Delivery.File file, String reference) {
    boolean photo = PHOTOS.contains(file.mediaType()) && file.size() <= PHOTO;
    Future<ApiAnswer> shown =
        photo
            ? post("sendPhoto", "photo", delivery, file)
                .compose(
                    answer ->
                        refused(answer) ? document(delivery, file) : Future.succeededFuture(answer))
            : document(delivery, file);
    return shown.map(TelegramSender::outcome);
  }

  private Future<ApiAnswer> document(Delivery delivery, Delivery.File file) {
    return post("sendDocument", "document", delivery, file);
  }

  private Future<ApiAnswer> post(
      String method, String field, Delivery delivery, Delivery.File file) {
    return TelegramAddress.of(delivery)
        .call(to -> api.post(bot + method, Map.of(), to.form().file(field, file)));
  }

  private static boolean refused(ApiAnswer answer) {
    return answer instanceof ApiAnswer.Answered known && known.status() == 400;
  }
}
