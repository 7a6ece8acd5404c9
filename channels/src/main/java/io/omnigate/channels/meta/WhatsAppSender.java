package io.omnigate.channels.meta;

import io.omnigate.channels.JsonBody;
import io.omnigate.channels.out.ApiAnswer;
import io.omnigate.channels.out.ApiOutcomes;
import io.omnigate.channels.out.FileSender;
import io.omnigate.channels.out.PartSender;
import io.omnigate.channels.out.Parts;
import io.omnigate.channels.out.ProviderApi;
import io.omnigate.core.outbox.Delivery;
import io.omnigate.core.outbox.DeliveryOutcome;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Answers on WhatsApp (https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages):
 * texts of at most 4,096 characters, from the number that was written to. WhatsApp takes a message
 * for somebody who wrote more than 24 hours ago and reports its failure later; so such a one is not
 * even sent. A template goes in its place where one is configured.
 */
final class WhatsAppSender implements PartSender {
  private static final int TEXT = 4_096;

  private final ProviderApi api;
  private final String accessToken;
  private final InstantSource clock;
  private final Optional<WhatsAppTemplate> template;
  private final FileSender files;

  WhatsAppSender(
      ProviderApi api,
      String accessToken,
      InstantSource clock,
      Optional<WhatsAppTemplate> template) {
    this.api = api;
    this.accessToken = accessToken;
    this.clock = clock;
    this.template = template;
    this.files = new WhatsAppFiles(api, this);
  }

  @Override
  public List<String> parts(String text) {
    return Parts.of(text, TEXT, Parts.Unit.UTF16);
  }

  @Override
  public Optional<FileSender> files() {
    return Optional.of(files);
  }

  @Override
  public Optional<Future<DeliveryOutcome>> instead(Delivery delivery) {
    if (!WhatsAppAddress.of(delivery).whole()) {
      return Optional.of(failed("The message did not tell whom to answer, or by which number."));
    }
    if (!Window.isClosed(delivery, clock.instant())) {
      return Optional.empty();
    }
    return Optional.of(
        template.map(known -> invite(delivery, known)).orElseGet(() -> failed(Window.CLOSED)));
  }

  /** The answer itself did not go out, whatever became of the template. */
  private Future<DeliveryOutcome> invite(Delivery delivery, WhatsAppTemplate known) {
    return send(delivery, "template", known.json())
        .map(
            outcome ->
                outcome instanceof DeliveryOutcome.Sent
                    ? new DeliveryOutcome.Failed(known.sent())
                    : outcome);
  }

  @Override
  public Future<DeliveryOutcome> send(Delivery delivery, String part, int index) {
    return send(delivery, "text", new JsonObject().put("preview_url", false).put("body", part));
  }

  /** Sends a message of any type, which has its content under the type's name. */
  Future<DeliveryOutcome> send(Delivery delivery, String type, JsonObject content) {
    WhatsAppAddress address = WhatsAppAddress.of(delivery);
    JsonObject message = address.message().put("type", type).put(type, content);
    return api.post(MetaChannel.VERSION + '/' + address.number() + "/messages", proof(), message)
        .map(answer -> ApiOutcomes.of(answer, "WhatsApp", WhatsAppSender::outcome));
  }

  /** The headers of every call. */
  Map<String, String> proof() {
    return Map.of("Authorization", ApiOutcomes.bearer(accessToken));
  }

  private static DeliveryOutcome outcome(ApiAnswer.Answered answer) {
    return answer.ok()
        ? ApiOutcomes.taken(
            JsonBody.objects(answer.body(), "messages").stream()
                .flatMap(each -> JsonBody.words(each, "id").stream())
                .findFirst(),
            "WhatsApp")
        : GraphErrors.outcome(answer);
  }

  private static Future<DeliveryOutcome> failed(String reason) {
    return Future.succeededFuture(new DeliveryOutcome.Failed(reason));
  }
}
