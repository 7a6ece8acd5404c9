package io.omnigate.channels.chat.live;

import io.omnigate.channels.JsonBody;
import io.omnigate.channels.Texts;
import io.omnigate.core.conversation.Conversations;
import io.omnigate.core.error.Failure;
import io.omnigate.core.ticket.TicketId;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** What a visitor's page may send on the socket. Members that are not known are left alone. */
sealed interface VisitorFrame {
  /**
   * Begins, and is the first frame.
   *
   * @param session the session's token; null for a visitor who has none yet
   * @param had what the page has of the conversation; null for nothing
   */
  record Open(@Nullable String session, Conversations.@Nullable Had had) implements VisitorFrame {}

  /**
   * The visitor wrote.
   *
   * @param id the page's own, by which the answer names the message
   * @param body the message as it is posted, without its session
   */
  record Message(String id, JsonObject body) implements VisitorFrame {}

  /** Asks for what was said before a place. */
  record Older(long before) implements VisitorFrame {}

  /**
   * Everything up to a place has reached the page, or was read.
   *
   * @param read whether it was read
   */
  record Seen(Conversations.Had had, boolean read) implements VisitorFrame {}

  /** The visitor is writing. */
  record Typing() implements VisitorFrame {}

  /** Asks whether the gateway is there: a page is not told of the pings below its frames. */
  record Ping() implements VisitorFrame {}

  /** The longest id, of a message and of a session, that is given back. */
  int MAX_ID = 300;

  /**
   * The frame in {@code json}.
   *
   * @throws Failure {@code BAD_REQUEST} or {@code INVALID} where it is none
   */
  static VisitorFrame parse(JsonObject json) {
    String op = JsonBody.text(json, "op").orElse("");
    return switch (op) {
      case "open" ->
          new Open(session(json), json.getValue("after") == null ? null : had(json, "after"));
      case "message" -> message(json);
      case "older" -> new Older(place(json, "before"));
      case "delivered" -> new Seen(had(json, "seq"), false);
      case "read" -> new Seen(had(json, "seq"), true);
      case "typing" -> new Typing();
      case "ping" -> new Ping();
      default ->
          throw new Failure(
              Failure.Kind.BAD_REQUEST,
              "unknown-op",
              "op must be open, message, older, delivered, read, typing or ping");
    };
  }

  private static Message message(JsonObject json) {
    JsonObject body = json.copy();
    body.remove("op");
    body.remove("session");
    return new Message(Texts.head(JsonBody.text(json, "id").orElse(""), MAX_ID), body);
  }

  private static @Nullable String session(JsonObject json) {
    Object session = json.getValue("session");
    if (session == null) {
      return null;
    }
    if (session instanceof String token && token.length() <= MAX_ID) {
      return token;
    }
    throw Failure.invalid("session", "session has to be the token of a receipt");
  }

  private static Conversations.Had had(JsonObject json, String place) {
    return new Conversations.Had(
        place(json, place), JsonBody.text(json, "ticket").flatMap(TicketId::parse).orElse(null));
  }

  private static long place(JsonObject json, String name) {
    if (json.getValue(name) instanceof Number number
        && number.longValue() >= 0
        && number.longValue() <= Conversations.END) {
      return number.longValue();
    }
    throw Failure.invalid(name, name + " has to be the seq of a message");
  }
}
