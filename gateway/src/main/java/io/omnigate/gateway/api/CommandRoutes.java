package io.omnigate.gateway.api;

import io.omnigate.channels.http.Answer;
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
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What agents do to a ticket: replies, notes, transitions and changed fields. */
final class CommandRoutes {
  private final Vertx vertx;
  private final Desk desk;
  private final Directory directory;

  CommandRoutes(Vertx vertx, Desk desk, Directory directory) {
    this.vertx = vertx;
    this.desk = desk;
    this.directory = directory;
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
            named ->
                new Command.Reply(
                    request.ticket(),
                    request.agent(),
                    version,
                    body.getString("text"),
                    body.getString("html"),
                    named.attachments(),
                    named.uploads()))
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

  Future<Answer> sendAgain(ApiRequest request) {
    return perform(
        new Command.SendAgain(
            request.ticket(), request.agent(), request.expectedVersion(), request.path("message")),
        200);
  }

  Future<Answer> move(ApiRequest request) {
    JsonObject body = request.body();
    Trigger trigger = Command.Transition.action(body.getString("action")).orElseThrow();
    Role needed = Command.Transition.needs(trigger);
    if (!request.agent().role().includes(needed)) {
      return Future.failedFuture(Admission.needs(needed));
    }
    return perform(
        new Command.Transition(
            request.ticket(),
            request.agent(),
            request.expectedVersion(),
            trigger,
            until(body.getString("until")),
            body.getString("reason")),
        200);
  }

  Future<Answer> patch(ApiRequest request) {
    JsonObject body = request.body();
    String department = body.getString("department");
    if (department != null && !directory.knowsDepartment(department)) {
      throw Failure.invalid("department", "department: there is no such department");
    }
    String priority = body.getString("priority");
    JsonArray tags = body.getJsonArray("tags");
    String assignee = body.getString("assignee");
    return perform(
        new Command.Patch(
            request.ticket(),
            request.agent(),
            request.expectedVersion(),
            priority == null ? null : Priority.ofWire(priority).orElseThrow(),
            department,
            body.containsKey("assignee")
                ? Optional.ofNullable(assignee).map(CommandRoutes::address)
                : null,
            tags == null ? null : tags.stream().map(String::valueOf).toList(),
            body.getString("subject")),
        200);
  }

  private Future<Answer> perform(Command command, int status) {
    return desk.perform(command)
        .map(ticket -> TicketRoutes.answer(status, ticket, TicketJson.of(ticket)));
  }

  /** Whether the time suits the action is for the desk to say. */
  private static @Nullable Instant until(@Nullable String text) {
    try {
      return text == null ? null : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException notATime) {
      throw Failure.invalid(
          "until", "until: it is no RFC 3339 time; give one such as 2030-01-31T09:00:00Z");
    }
  }

  private static String address(String text) {
    return EmailAddress.normalise(text)
        .orElseThrow(
            () -> Failure.invalid("assignee", "assignee: it is no e-mail address of an agent"));
  }
}
