package io.omnigate.channels.mailgun;

import io.omnigate.channels.JsonBody;
import io.omnigate.channels.email.Envelope;
import io.omnigate.channels.email.HandedMail;
import io.omnigate.channels.email.HandedMail.File;
import io.omnigate.channels.email.HandedMail.Header;
import io.omnigate.channels.http.FormBody;
import io.omnigate.channels.http.FormBody.Part;
import io.omnigate.core.error.Failure;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The form a route posts
 * (https://documentation.mailgun.com/docs/mailgun/user-manual/receive-forward-store/receive-http):
 * with {@code body-mime} where the route's URL ends in {@code mime}, and else with the parts.
 */
final class MailgunForm {
  private static final Set<String> PROOF = Set.of("timestamp", "token", "signature");

  private MailgunForm() {}

  /** The mail in the form. */
  static HandedMail mail(FormBody form) {
    Envelope envelope =
        new Envelope(
            form.first("sender").map(Part::text),
            form.first("recipient").map(Part::text).filter(text -> !text.isBlank()));
    if (!form.whole()) {
      return new HandedMail.Unread(headers(form), envelope);
    }
    return form.first("body-mime")
        .<HandedMail>map(mime -> new HandedMail.Raw(mime.bytes(), envelope))
        .orElseGet(() -> fields(form, envelope));
  }

  /** Whether the form carries a mail at all: Mailgun's other webhooks are proven alike. */
  static boolean hasMail(FormBody form) {
    return !form.whole()
        || form.first("body-mime").isPresent()
        || form.first("body-plain").isPresent()
        || form.first("message-headers").isPresent();
  }

  /** The SHA-256 of everything but the proof. */
  static Buffer digest(FormBody form) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Part part : form.parts()) {
        if (!PROOF.contains(part.name())) {
          String head = part.name() + '\n' + part.fileName().orElse("") + '\n';
          digest.update(Buffer.buffer(head).appendInt(part.bytes().length()).getBytes());
          digest.update(part.bytes().getBytes());
        }
      }
      return Buffer.buffer(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static HandedMail.Fields fields(FormBody form, Envelope envelope) {
    Map<String, String> contentIds = contentIds(form.text("content-id-map"));
    List<File> files =
        form.parts().stream()
            .filter(part -> part.fileName().isPresent())
            .map(
                part ->
                    new File(
                        part.fileName().orElse(""),
                        part.mediaType(),
                        part.bytes(),
                        contentIds.getOrDefault(part.name(), "")))
            .toList();
    String html = form.text("body-html");
    return new HandedMail.Fields(
        headers(form), form.text("body-plain"), html.isBlank() ? null : html, files, envelope);
  }

  /** {@code message-headers}, and what is given as fields of their own where they lack it. */
  private static List<Header> headers(FormBody form) {
    List<Header> headers = new ArrayList<>();
    for (Object each : array(form.text("message-headers"))) {
      if (each instanceof JsonArray pair
          && pair.size() == 2
          && pair.getValue(0) instanceof String name
          && pair.getValue(1) instanceof String value) {
        headers.add(new Header(name, value));
      }
    }
    for (String name : List.of("from", "subject")) {
      boolean given = headers.stream().anyMatch(header -> header.name().equalsIgnoreCase(name));
      Optional<String> field = form.first(name).map(Part::text);
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
