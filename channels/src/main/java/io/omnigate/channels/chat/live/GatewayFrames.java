package io.omnigate.channels.chat.live;

import io.omnigate.channels.chat.ChatChannel;
import io.omnigate.channels.http.Answer;
import io.omnigate.core.conversation.Conversations.Page;
import io.omnigate.core.conversation.Conversations.Said;
import io.omnigate.core.conversation.Conversations.Standing;
import io.omnigate.core.error.Failure;
import io.omnigate.core.ticket.Entry.AttachmentInfo;
import io.omnigate.core.ticket.Status;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** Writes what the visitors of one chat are sent. */
final class GatewayFrames {
  /** The answer to a ping. */
  static final String PONG = op("pong").encode();

  /** How long to wait where a refusal that may pass does not say, in seconds. */
  private static final int PAUSE = 5;

  private final ChatChannel channel;

  GatewayFrames(ChatChannel channel) {
    this.channel = channel;
  }

  /**
   * The answer to {@code open}; or unasked, where what the page has is there no more.
   *
   * @param session the token; null for a visitor who has none yet
   * @param more whether there are older messages
   */
  String opened(@Nullable String session, Page page, boolean more) {
    Standing standing = page.standing();
    JsonObject frame = op("opened");
    if (page.anew()) {
      frame.put("reset", true);
    }
    return frame
        .put("session", session)
        .put("ticket", standing == null ? null : standing.ticket().value())
        .put("status", standing == null ? null : word(standing.status()))
        .put("messages", messages(page))
        .put("more", more)
        .put("maxFileBytes", channel.limits().maxBytes())
        .encode();
  }

  /** The answer to {@code older}. */
  String older(Page page) {
    return op("older").put("messages", messages(page)).put("more", page.more()).encode();
  }

  /** One message, the visitor's own too: they may have several windows. */
  String message(Said said) {
    return op("message").mergeIn(json(said)).encode();
  }

  /** Where the conversation stands, and on which ticket; null where it has none yet. */
  static @Nullable String status(@Nullable Standing standing) {
    return standing == null
        ? null
        : op("status")
            .put("status", word(standing.status()))
            .put("ticket", standing.ticket().value())
            .encode();
  }

  /** An agent is writing. */
  static String typing(String agent) {
    return op("typing").put("author", new JsonObject().put("name", agent)).encode();
  }

  /** What a status is called towards customers; spam hears no other word than everybody. */
  private static String word(Status status) {
    return switch (status) {
      case NEW, OPEN, POSTPONED, SPAM -> "waiting";
      case ANSWERED -> "answered";
      case RESOLVED -> "solved";
      case CLOSED, DELETED -> "closed";
    };
  }

  /** The message is durable. */
  static String receipt(String id, JsonObject receipt) {
    return op("receipt")
        .put("id", id)
        .put("ticket", receipt.getString("ticket"))
        .put("message", receipt.getString("message"))
        .put("created", receipt.getBoolean("created"))
        .put("duplicate", receipt.getBoolean("duplicate"))
        .put("session", receipt.getString("session"))
        .encode();
  }

  /** The message is not stored; with {@code retryAfter} where it may be later. */
  static String refused(String id, Answer answer) {
    JsonObject problem = answer.body().toJsonObject();
    JsonObject frame =
        op("refused")
            .put("id", id)
            .put("code", problem.getString("code"))
            .put("detail", problem.getString("detail"))
            .put("field", problem.getString("field"));
    String wait = answer.headers().get("Retry-After");
    if (wait != null || answer.status() >= 500 || answer.status() == 408) {
      frame.put("retryAfter", wait == null ? PAUSE : Integer.parseInt(wait));
    }
    return frame.encode();
  }

  /** What was wrong with any other frame. */
  static String error(Failure failure) {
    return op("error").put("code", failure.code()).put("detail", failure.detail()).encode();
  }

  private JsonArray messages(Page page) {
    return new JsonArray(page.messages().stream().map(this::json).toList());
  }

  private JsonObject json(Said said) {
    JsonObject json =
        new JsonObject()
            .put("seq", said.place())
            .put("id", said.id())
            .put("at", said.at().toString())
            .put("mine", said.byVisitor())
            .put("text", said.text());
    if (said.ref() != null) {
      json.put("ref", said.ref());
    }
    if (said.author() != null) {
      json.put("author", new JsonObject().put("name", said.author()));
    }
    return json.put("attachments", new JsonArray(said.files().stream().map(this::file).toList()));
  }

  private JsonObject file(AttachmentInfo info) {
    return new JsonObject()
        .put("name", info.name())
        .put("size", info.size())
        .put("mediaType", info.mediaType())
        .put("url", channel.links().url(info.id()));
  }

  private static JsonObject op(String name) {
    return new JsonObject().put("op", name);
  }
}
