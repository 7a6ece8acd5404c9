package io.omnigate.channels.sendgrid;

import io.omnigate.channels.ChannelRequest;
import io.omnigate.channels.JsonBody;
import io.omnigate.channels.email.Envelope;
import io.omnigate.channels.email.HandedMail;
import io.omnigate.channels.email.HandedMail.File;
import io.omnigate.channels.email.HandedMail.Header;
import io.omnigate.channels.email.HandedMail.Text;
import io.omnigate.channels.email.MailRelay;
import io.omnigate.channels.email.MailText;
import io.omnigate.channels.upload.FormBody;
import io.omnigate.channels.upload.FormPart;
import io.omnigate.core.error.Failure;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The form that inbound parse posts
 * (https://www.twilio.com/docs/sendgrid/for-developers/parsing-email/setting-up-the-inbound-parse-webhook):
 * with {@code email} where "send raw" is on, and else with the parts, each text in the charset that
 * {@code charsets} names.
 */
final class SendgridForm {
  private SendgridForm() {}

  /**
   * The mail in the request's body; one that is no form is kept as it came.
   *
   * @throws Failure {@code UNSUPPORTED_TYPE} where it does not even say that it is a form, and as
   *     {@link #mail(FormBody)}
   */
  static HandedMail mail(ChannelRequest request) {
    boolean empty = request.whole().size() == 0;
    try {
      FormBody form = FormBody.read(request, MailRelay.MAX_PARTS);
      return form.parts().isEmpty() && !empty ? unread() : mail(form);
    } catch (Failure failure) {
      if (failure.kind() == Failure.Kind.BAD_REQUEST && !empty) {
        return unread();
      }
      throw failure;
    }
  }

  /**
   * The mail in the form.
   *
   * @throws Failure {@code INVALID} where the form has none of the fields that carry one
   */
  private static HandedMail mail(FormBody form) {
    Envelope envelope = envelope(object(form, "envelope"));
    Optional<FormPart> raw = form.first("email");
    if (raw.isPresent()) {
      return new HandedMail.Raw(raw.get().content(), envelope);
    }
    JsonObject charsets = object(form, "charsets");
    if (!form.whole() && !form.parts().isEmpty()) {
      return new HandedMail.Unread(headers(form, charsets), envelope);
    }
    if (form.first("headers").isEmpty() && form.first("from").isEmpty()) {
      throw Failure.invalid("email", "neither email nor headers is given: this carries no mail");
    }
    return new HandedMail.Fields(
        headers(form, charsets),
        text(form, "text", charsets),
        text(form, "html", charsets),
        files(form),
        envelope);
  }

  private static HandedMail unread() {
    return new HandedMail.Unread(List.of(), envelope(new JsonObject()));
  }

  private static Envelope envelope(JsonObject json) {
    Optional<String> to =
        json.getValue("to") instanceof JsonArray all
            ? Optional.of(
                    all.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .collect(Collectors.joining(",")))
                .filter(text -> !text.isEmpty())
            : JsonBody.words(json, "to");
    return new Envelope(JsonBody.text(json, "from"), to);
  }

  /** The mail's own, and the fields that repeat some of them where they are missing. */
  private static List<Header> headers(FormBody form, JsonObject charsets) {
    List<Header> headers =
        form.first("headers")
            .map(part -> new ArrayList<>(MailText.headers(part.head(MailText.MAX_HEADERS))))
            .orElseGet(ArrayList::new);
    for (String name : List.of("from", "to", "cc", "subject")) {
      boolean given = headers.stream().anyMatch(header -> header.name().equalsIgnoreCase(name));
      String field = line(form, name, charsets);
      if (!given && !field.isBlank()) {
        headers.add(new Header(name, field));
      }
    }
    return headers;
  }

  private static List<File> files(FormBody form) {
    JsonObject infos = object(form, "attachment-info");
    return form.parts().stream()
        .filter(part -> part.fileName().isPresent())
        .map(
            part -> {
              JsonObject info = JsonBody.object(infos, part.name());
              return new File(
                  JsonBody.words(info, "filename").orElse(part.fileName().orElse("")),
                  JsonBody.words(info, "type").orElse(part.mediaType()),
                  part.content(),
                  JsonBody.words(info, "content-id").orElse(""));
            })
        .toList();
  }

  private static String line(FormBody form, String name, JsonObject charsets) {
    return form.first(name)
        .map(part -> MailText.decode(part.head(MailText.MAX_HEADERS), charset(charsets, name)))
        .orElse("");
  }

  private static Text text(FormBody form, String name, JsonObject charsets) {
    return form.first(name)
        .map(part -> new Text(part.content(), charset(charsets, name)))
        .orElseGet(() -> Text.of(""));
  }

  private static String charset(JsonObject charsets, String name) {
    return JsonBody.text(charsets, name).orElse("");
  }

  /** What stands beside the mail is not worth a mail: where it is unreadable, it says nothing. */
  private static JsonObject object(FormBody form, String name) {
    try {
      return JsonBody.object(Buffer.buffer(form.text(name).orElse("")));
    } catch (Failure notAnObject) {
      return new JsonObject();
    }
  }
}
