package io.omnigate.channels.mailgun;

import io.omnigate.channels.Digests;
import io.omnigate.channels.JsonBody;
import io.omnigate.channels.email.Envelope;
import io.omnigate.channels.email.HandedMail;
import io.omnigate.channels.email.HandedMail.File;
import io.omnigate.channels.email.HandedMail.Header;
import io.omnigate.channels.email.HandedMail.Text;
import io.omnigate.channels.upload.FormBody;
import io.omnigate.channels.upload.FormPart;
import io.omnigate.core.error.Failure;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The form a route posts, in either encoding
 * (https://documentation.mailgun.com/docs/mailgun/user-manual/receive-forward-store/receive-http):
 * with {@code body-mime} where the route's URL ends in {@code mime}, and else with the parts.
 */
final class MailgunForm {
  private static final Set<String> PROOF = Set.of("timestamp", "token", "signature");
  private static final String HEADERS = "message-headers";

  private MailgunForm() {}

  /** The mail in the form. */
  static HandedMail mail(FormBody form) {
    Envelope envelope =
        new Envelope(form.text("sender"), form.text("recipient").filter(text -> !text.isBlank()));
    boolean tooLong = form.first(HEADERS).isPresent() && form.text(HEADERS).isEmpty();
    if (!form.whole() || tooLong) {
      return new HandedMail.Unread(headers(form), envelope);
    }
    return form.first("body-mime")
        .<HandedMail>map(mime -> new HandedMail.Raw(mime.content(), envelope))
        .orElseGet(() -> fields(form, envelope));
  }

  /** Whether the form carries a mail at all: Mailgun's other webhooks are proven alike. */
  static boolean hasMail(FormBody form) {
    return !form.whole()
        || form.first("body-mime").isPresent()
        || form.first("body-plain").isPresent()
        || form.first(HEADERS).isPresent();
  }

  /**
   * The SHA-256 of everything but the proof, for one channel: on another it is another.
   *
   * @param channel the channel's id
   * @throws UncheckedIOException where the disk has trouble
   */
  static Buffer digest(FormBody form, String channel) {
    MessageDigest digest = Digests.sha256();
    digest.update(Buffer.buffer(channel + '\n').getBytes());
    for (FormPart part : form.parts()) {
      if (!PROOF.contains(part.name())) {
        String head = part.name() + '\n' + part.fileName().orElse("") + '\n';
        int size = (int) part.content().size();
        digest.update(Buffer.buffer(head).appendInt(size).getBytes());
        try (InputStream in = part.content().open()) {
          Digests.add(in, digest::update);
        } catch (IOException lost) {
          throw new UncheckedIOException(lost);
        }
      }
    }
    return Buffer.buffer(digest.digest());
  }

  private static HandedMail.Fields fields(FormBody form, Envelope envelope) {
    Map<String, String> contentIds = contentIds(form.text("content-id-map").orElse(""));
    List<File> files =
        form.parts().stream()
            .filter(part -> part.fileName().isPresent())
            .map(
                part ->
                    new File(
                        part.fileName().orElse(""),
                        part.mediaType(),
                        part.content(),
                        contentIds.getOrDefault(part.name(), "")))
            .toList();
    return new HandedMail.Fields(
        headers(form), text(form, "body-plain"), text(form, "body-html"), files, envelope);
  }

  private static Text text(FormBody form, String name) {
    return form.first(name).map(part -> Text.utf8(part.content())).orElseGet(() -> Text.of(""));
  }

  /** {@code message-headers}, and what is given as fields of their own where they lack it. */
  private static List<Header> headers(FormBody form) {
    List<Header> headers = new ArrayList<>();
    for (Object each : array(form.text(HEADERS).orElse(""))) {
      if (each instanceof JsonArray pair
          && pair.size() == 2
          && pair.getValue(0) instanceof String name
          && pair.getValue(1) instanceof String value) {
        headers.add(new Header(name, value));
      }
    }
    for (String name : List.of("from", "subject")) {
      boolean given = headers.stream().anyMatch(header -> header.name().equalsIgnoreCase(name));
      Optional<String> field = form.text(name);
      if (!given && field.isPresent()) {
        headers.add(new Header(name, field.get()));
      }
    }
    return headers;
  }

  /**
   * Content-IDs by the names of the fields that carry the files; none where they are unreadable.
   */
  private static Map<String, String> contentIds(String json) {
    Map<String, String> ids = new HashMap<>();
    try {
      JsonObject map = json.isBlank() ? new JsonObject() : JsonBody.object(Buffer.buffer(json));
      for (String id : map.fieldNames()) {
        JsonBody.text(map, id).ifPresent(field -> ids.put(field, id));
      }
    } catch (Failure notAnObject) {
      return Map.of(); // pictures are files then; a mail is not refused for it
    }
    return ids;
  }

  private static JsonArray array(String json) {
    try {
      return json.isBlank() ? new JsonArray() : new JsonArray(json);
    } catch (DecodeException notJson) {
      return new JsonArray();
    }
  }
}
