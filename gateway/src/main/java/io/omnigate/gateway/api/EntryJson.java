package io.omnigate.gateway.api;

import io.omnigate.core.ticket.Entry;
import io.omnigate.core.ticket.Entry.AttachmentInfo;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One line of a thread as JSON. */
final class EntryJson {
  private static final String ATTACHMENTS = "/api/attachments/";

  private EntryJson() {}

  /**
   * The entry.
   *
   * @param html what {@link #html} made of its HTML
   */
  static JsonObject of(Entry entry, @Nullable String html) {
    return new JsonObject()
        .put("seq", entry.seq())
        .put("id", entry.id())
        .put("at", entry.at().toString())
        .put("kind", entry.kind().wire())
        .put("direction", entry.direction().wire())
        .put(
            "author",
            new JsonObject()
                .put("type", entry.author().type().wire())
                .put("name", entry.author().name())
                .put("agent", entry.author().agent()))
        .put("text", entry.text())
        .put("html", html)
        .put("facts", new JsonObject(entry.facts()))
        .put(
            "attachments",
            new JsonArray(entry.attachments().stream().map(EntryJson::attachment).toList()))
        .put("delivery", delivery(entry.delivery()));
  }

  private static @Nullable JsonObject delivery(Entry.@Nullable Delivery delivery) {
    return delivery == null
        ? null
        : new JsonObject()
            .put("state", delivery.state())
            .put("purpose", delivery.purpose())
            .put("attempts", delivery.attempts())
            .put("reason", delivery.reason())
            .put("nextAttemptAt", time(delivery.nextAttemptAt()))
            .put("finishedAt", time(delivery.finishedAt()))
            .put("deliveredAt", time(delivery.deliveredAt()))
            .put("readAt", time(delivery.readAt()));
  }

  private static @Nullable String time(@Nullable Instant at) {
    return at == null ? null : at.toString();
  }

  /** Its HTML, safe to show; null where it has none. */
  static @Nullable String html(Entry entry) {
    if (entry.html() == null) {
      return null;
    }
    Map<String, String> pictures = new HashMap<>();
    for (AttachmentInfo info : entry.attachments()) {
      if (info.contentId() != null && info.mediaType().startsWith("image/")) {
        pictures.put(info.contentId(), url(info));
      }
    }
    return SafeHtml.clean(entry.html(), pictures);
  }

  private static JsonObject attachment(AttachmentInfo info) {
    return new JsonObject()
        .put("id", info.id())
        .put("name", info.name())
        .put("mediaType", info.mediaType())
        .put("size", info.size())
        .put("url", url(info));
  }

  private static String url(AttachmentInfo info) {
    return ATTACHMENTS + info.id();
  }
}
