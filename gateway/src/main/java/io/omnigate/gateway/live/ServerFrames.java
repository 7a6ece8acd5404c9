package io.omnigate.gateway.live;

import io.omnigate.core.agent.Agent;
import io.omnigate.core.error.Failure;
import io.omnigate.core.queue.WindowDelta;
import io.omnigate.core.ticket.Ticket;
import io.omnigate.core.ticket.TicketId;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes what the gateway sends. Frames that hold tickets are put together from encoded parts. */
final class ServerFrames {
  /** The answer to a ping. */
  static final String PONG = "{\"op\":\"pong\"}";

  private final TicketTexts texts;

  /** Takes the tickets' JSON from {@code texts}. */
  ServerFrames(TicketTexts texts) {
    this.texts = texts;
  }

  /** The whole window. */
  String snapshot(String id, String epoch, QueueState state) {
    return "{\"op\":\"snapshot\",\"id\":"
        + Json.encode(id)
        + ",\"epoch\":\""
        + epoch
        + "\",\"seq\":"
        + state.seq()
        + ",\"total\":"
        + state.total()
        + ",\"tickets\":"
        + array(state.window(), texts::of)
        + '}';
  }

  /** A step from one state to the next, for {@link #delta(String, String)}. */
  String step(long seq, long total, WindowDelta delta) {
    return "\"seq\":" + seq + ",\"total\":" + total + changes(delta);
  }

  /**
   * Several steps in one, for {@link #delta(String, String)}; says which state it goes out from.
   */
  String merged(QueueState from, QueueState to) {
    return "\"seq\":"
        + to.seq()
        + ",\"from\":"
        + from.seq()
        + ",\"total\":"
        + to.total()
        + changes(WindowDelta.between(from.window(), to.window()));
  }

  /** A step as one subscription gets it. */
  static String delta(String id, String step) {
    return "{\"op\":\"delta\",\"id\":" + Json.encode(id) + ',' + step + '}';
  }

  /** The answer to {@code next}; no ticket where none is eligible. */
  String next(@Nullable Ticket ticket, @Nullable String ref) {
    return "{\"op\":\"next\","
        + (ref == null ? "" : "\"ref\":" + Json.encode(ref) + ',')
        + "\"ticket\":"
        + (ticket == null ? "null" : texts.of(ticket))
        + '}';
  }

  /** Who has a ticket on the screen. */
  static String presence(TicketId ticket, Collection<Agent> agents) {
    JsonArray people = new JsonArray();
    agents.forEach(
        agent ->
            people.add(new JsonObject().put("email", agent.email()).put("name", agent.name())));
    return new JsonObject()
        .put("op", "presence")
        .put("ticket", ticket.value())
        .put("agents", people)
        .encode();
  }

  /** The customer is writing, or has got or read an answer: {@code typing} or {@code seen}. */
  static String customer(TicketId ticket, String does) {
    return new JsonObject()
        .put("op", "customer")
        .put("ticket", ticket.value())
        .put("does", does)
        .encode();
  }

  /**
   * What went wrong with a frame.
   *
   * @param echo the frame's {@code id} and {@code ref}, where it had any
   */
  static String error(JsonObject echo, Failure failure) {
    return new JsonObject()
        .put("op", "error")
        .mergeIn(echo)
        .put("code", failure.code())
        .put("detail", failure.detail())
        .mergeIn(new JsonObject(failure.more()))
        .encode();
  }

  private String changes(WindowDelta delta) {
    return ",\"upsert\":"
        + array(delta.upserts(), this::upsert)
        + ",\"remove\":"
        + array(delta.removes(), id -> '"' + id.value() + '"');
  }

  private String upsert(WindowDelta.Upsert upsert) {
    return "{\"rank\":" + upsert.rank() + ",\"ticket\":" + texts.of(upsert.ticket()) + '}';
  }

  private static <T> String array(List<T> items, Function<T, String> text) {
    return items.stream().map(text).collect(Collectors.joining(",", "[", "]"));
  }
}
