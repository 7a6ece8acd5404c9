package io.omnigate.gateway.live;

import io.omnigate.core.contact.EmailAddress;
import io.omnigate.core.error.Failure;
import io.omnigate.core.queue.TicketFilter;
import io.omnigate.core.ticket.Priority;
import io.omnigate.core.ticket.Status;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads what clients send. Members of a frame that are not known are left alone, so that a newer
 * client can talk to an older gateway; in a filter they are refused, for a filter that is only half
 * understood shows the wrong tickets.
 */
final class ClientFrames {
  /** How many tickets a window holds where the client does not say. */
  static final int DEFAULT_LIMIT = 50;

  /** How many tickets a window can hold. */
  static final int MAX_LIMIT = 200;

  /** How long an id or a ref can be. */
  static final int MAX_ID = 64;

  private static final int MAX_TOKEN = 512;
  private static final int MAX_REASON = 500;
  private static final int MAX_TEXT = 200;
  private static final int MAX_EMAIL = 254;
  private static final String ME = "me";
  private static final Set<String> FILTER_KEYS =
      new LinkedHashSet<>(List.of("status", "priority", "department", "channel", "assignee", "q"));

  private ClientFrames() {}

  /** A frame's JSON object; fails with {@code BAD_REQUEST} where it is none. */
  static JsonObject object(String text) {
    try {
      return new JsonObject(text);
    } catch (DecodeException | ClassCastException notAnObject) {
      throw new Failure(
          Failure.Kind.BAD_REQUEST, "malformed-frame", "A frame must be one JSON object.");
    }
  }

  /**
   * The frame in {@code json}.
   *
   * @param me the e-mail address that an assignee of {@code me} stands for
   */
  static ClientFrame parse(JsonObject json, String me) {
    Fields fields = new Fields(json, "");
    String op = fields.text("op", MAX_ID);
    return switch (op) {
      case "auth" -> new ClientFrame.Auth(fields.text("token", MAX_TOKEN));
      case "subscribe" -> subscribe(fields, me);
      case "unsubscribe" -> new ClientFrame.Unsubscribe(fields.text("id", MAX_ID));
      case "next" ->
          new ClientFrame.Next(
              fields.optionalTicket("skip"),
              fields.optionalText("reason", MAX_REASON),
              fields.optionalText("ref", MAX_ID));
      case "viewing" -> new ClientFrame.Viewing(fields.optionalTicket("ticket"));
      case "typing" -> new ClientFrame.Typing(fields.ticket("ticket"));
      case "ping" -> new ClientFrame.Ping();
      default ->
          throw new Failure(
              Failure.Kind.BAD_REQUEST,
              "unknown-op",
              "op must be auth, subscribe, unsubscribe, next, viewing, typing or ping.");
    };
  }

  private static ClientFrame subscribe(Fields fields, String me) {
    String id = fields.text("id", MAX_ID);
    Fields filter = fields.optionalObject("filter");
    Long limit = fields.optionalNumber("limit", 1, MAX_LIMIT);
    return new ClientFrame.Subscribe(
        id,
        filter == null ? TicketFilter.ALL : filter(filter, me),
        limit == null ? DEFAULT_LIMIT : limit.intValue(),
        resume(fields.optionalObject("resume")));
  }

  private static ClientFrame.@Nullable Resume resume(@Nullable Fields fields) {
    if (fields == null) {
      return null;
    }
    String epoch = fields.text("epoch", MAX_ID);
    Long seq = fields.optionalNumber("seq", 0, Long.MAX_VALUE);
    if (seq == null) {
      throw Failure.invalid("resume.seq", "resume.seq is missing.");
    }
    return new ClientFrame.Resume(epoch, seq);
  }

  private static TicketFilter filter(Fields fields, String me) {
    fields.only(FILTER_KEYS);
    return new TicketFilter(
        named(fields, "status", Status::ofWire),
        named(fields, "priority", Priority::ofWire),
        fields.texts("department"),
        fields.texts("channel"),
        assignee(fields, me),
        words(fields.optionalText("q", MAX_TEXT)));
  }

  private static <T> Set<T> named(
      Fields fields, String name, Function<String, Optional<T>> byName) {
    return fields.texts(name).stream()
        .map(
            text ->
                byName
                    .apply(text)
                    .orElseThrow(
                        () ->
                            Failure.invalid(
                                fields.path() + name,
                                fields.path() + name + " holds a name that is not known.")))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static @Nullable String assignee(Fields fields, String me) {
    String text = fields.optionalText("assignee", MAX_EMAIL);
    if (text == null || text.equals(TicketFilter.UNASSIGNED)) {
      return text;
    }
    return text.equals(ME)
        ? me
        : EmailAddress.normalise(text)
            .orElseThrow(
                () ->
                    Failure.invalid(
                        fields.path() + "assignee",
                        fields.path() + "assignee must be an e-mail address, me, none or null."));
  }

  private static @Nullable String words(@Nullable String text) {
    return text == null || text.isBlank() ? null : text.strip();
  }
}
