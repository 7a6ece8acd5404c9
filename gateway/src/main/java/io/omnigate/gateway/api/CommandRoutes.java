package io.omnigate.gateway.api;

import io.omnigate.channels.Texts;
import io.omnigate.channels.http.Answer;
import io.omnigate.core.agent.Agents;
import io.omnigate.core.agent.Role;
import io.omnigate.core.contact.EmailAddress;
import io.omnigate.core.desk.Command;
import io.omnigate.core.desk.Desk;
import io.omnigate.core.error.Failure;
import io.omnigate.core.ticket.Priority;
import io.omnigate.core.ticket.Trigger;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What agents do to a ticket: replies, notes, transitions and changed fields. */
final class CommandRoutes {
  private static final int MAX_LINE = 500;

  /** Later than this nobody means. */
  private static final Duration MAX_POSTPONE = Duration.ofDays(5 * 365);

  private final Vertx vertx;
  private final Desk desk;
  private final Agents agents;
  private final Directory directory;
  private final InstantSource clock;

  CommandRoutes(Vertx vertx, Desk desk, Agents agents, Directory directory, InstantSource clock) {
    this.vertx = vertx;
    this.desk = desk;
    this.agents = agents;
    this.directory = directory;
    this.clock = clock;
  }

  /** Taking megabytes of Base64 apart leaves the event loop. */
  Future<Answer> reply(ApiRequest request) {
    JsonObject body = request.body();
    Long version = request.expectedVersion();
    JsonArray files = body.getJsonArray("attachments", new JsonArray());
    return vertx
        .executeBlocking(() -> ReplyFiles.of(files), false)
        .map(Objects::requireNonNull)
        .map(
            attachments ->
                new Command.Reply(
                    request.ticket(),
                    request.agent(),
                    version,
                    body.getString("text"),
                    body.getString("html"),
                    attachments))
        .compose(command -> perform(command, 201));
  }

  Future<Answer> note(ApiRequest request) {
    return perform(
        new Command.Note(
            request.ticket(),
            request.agent(),
            request.expectedVersion(),
            request.body().getString("text")),
        201);
  }

  Future<Answer> move(ApiRequest request) {
    JsonObject body = request.body();
    Trigger trigger = Command.Transition.action(body.getString("action")).orElseThrow();
    if (trigger == Trigger.PURGE && !request.agent().role().includes(Role.ADMIN)) {
      return Future.failedFuture(Admission.needs(Role.ADMIN));
    }
    return perform(
        new Command.Transition(
            request.ticket(),
            request.agent(),
            request.expectedVersion(),
            trigger,
            until(trigger, body.getString("until")),
            body.getString("reason")),
        200);
  }

  Future<Answer> patch(ApiRequest request) {
    JsonObject body = request.body();
    String department = body.getString("department");
    if (department != null && !directory.knowsDepartment(department)) {
      throw Failure.invalid("/department", "/department: there is no such department");
    }
    String priority = body.getString("priority");
    JsonArray tags = body.getJsonArray("tags");
    String subject = body.getString("subject");
    return assignee(body)
        .map(
            assignee ->
                new Command.Patch(
                    request.ticket(),
                    request.agent(),
                    request.expectedVersion(),
                    priority == null ? null : Priority.ofWire(priority).orElseThrow(),
                    department,
                    assignee.value(),
                    tags == null ? null : lines("/tags", tags.stream()),
                    subject == null ? null : lines("/subject", Stream.of(subject)).getFirst()))
        .compose(command -> perform(command, 200));
  }

  private Future<Answer> perform(Command command, int status) {
    return desk.perform(command)
        .map(ticket -> TicketRoutes.answer(status, ticket, TicketJson.of(ticket)));
  }

  private @Nullable Instant until(Trigger trigger, @Nullable String text) {
    if (trigger != Trigger.POSTPONE) {
      if (text != null) {
        throw Failure.invalid("/until", "/until: only postpone takes it; leave it out");
      }
      return null;
    }
    if (text == null) {
      throw new Failure(
          Failure.Kind.INVALID,
          "missing-field",
          "/until is missing; say when the ticket is to come back",
          Map.of("field", "/until"));
    }
    Instant now = clock.instant();
    try {
      Instant until = OffsetDateTime.parse(text).toInstant();
      if (until.isAfter(now) && until.isBefore(now.plus(MAX_POSTPONE))) {
        return until;
      }
    } catch (DateTimeException notATime) {
      // told below, like a time that has passed
    }
    throw Failure.invalid(
        "/until", "/until: give a time of the next five years, such as 2030-01-31T09:00:00Z");
  }

  /** Texts of one line each, without what has no place in one. */
  private static List<String> lines(String field, Stream<Object> texts) {
    List<String> lines = texts.map(text -> Texts.line(text.toString(), MAX_LINE)).toList();
    if (lines.contains("")) {
      throw Failure.invalid(field, field + ": it is blank; give a text or leave it out");
    }
    return lines;
  }

  /** A field that may be absent, null, or an agent. */
  private record Assignee(@Nullable Optional<String> value) {}

  private Future<Assignee> assignee(JsonObject body) {
    if (!body.containsKey("assignee")) {
      return Future.succeededFuture(new Assignee(null));
    }
    String text = body.getString("assignee");
    if (text == null) {
      return Future.succeededFuture(new Assignee(Optional.empty()));
    }
    return agents
        .byEmail(EmailAddress.normalise(text).orElse(""))
        .map(
            found ->
                found
                    .map(known -> new Assignee(Optional.of(known.agent().email())))
                    .orElseThrow(
                        () -> Failure.invalid("/assignee", "/assignee: there is no such agent")));
  }
}
