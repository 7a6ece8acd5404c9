package io.omnigate.gateway.api;

import io.omnigate.channels.http.Answer;
import io.omnigate.channels.http.Reply;
import io.omnigate.core.agent.Agent;
import io.omnigate.core.desk.Command;
import io.omnigate.core.desk.TicketReader;
import io.omnigate.core.desk.TicketReader.TicketThread;
import io.omnigate.core.queue.QueueKey;
import io.omnigate.core.ticket.Lifecycle;
import io.omnigate.core.ticket.Situation;
import io.omnigate.core.ticket.Ticket;
import io.omnigate.core.ticket.TicketId;
import io.omnigate.core.ticket.Trigger;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** {@code GET /api/tickets} and {@code GET /api/tickets/{id}}. */
final class TicketRoutes {
  private static final int LIMIT = 50;

  private final TicketReader reader;
  private final ThreadAnswers answers;

  TicketRoutes(Vertx vertx, TicketReader reader) {
    this.reader = reader;
    this.answers = new ThreadAnswers(vertx);
  }

  Future<Answer> list(ApiRequest request) {
    QueueKey after = request.text("cursor").map(QueueCursor::decode).orElse(null);
    return reader
        .list(TicketQuery.of(request), request.number("limit", LIMIT), after)
        .map(
            page ->
                new JsonObject()
                    .put(
                        "tickets",
                        new JsonArray(page.tickets().stream().map(TicketJson::of).toList()))
                    .put("next", page.next() == null ? null : QueueCursor.encode(page.next())))
        .map(body -> Answer.json(200, body));
  }

  /** A ticket with its thread; refused where too many long ones are read at once. */
  Future<Reply> get(ApiRequest request) {
    Agent agent = request.agent();
    TicketId ticket = request.ticket();
    int fromSeq = request.number("fromSeq", 1);
    return answers.make(
        () ->
            reader
                .thread(ticket, fromSeq)
                .map(thread -> thread.orElseThrow(ApiRequest::noSuchTicket)),
        thread -> answer(thread, agent));
  }

  /** The answer that carries one ticket. */
  static Answer answer(int status, Ticket ticket, JsonObject body) {
    return Answer.json(status, body).with("ETag", "\"" + ticket.version() + '"');
  }

  private static Answer answer(TicketThread thread, Agent agent) {
    Ticket ticket = thread.ticket();
    Situation at = ticket.situation();
    List<String> allowed = Command.Transition.allowed(at, agent.role());
    boolean legal =
        !thread.readElsewhere() && Lifecycle.allowed(at).contains(Trigger.AGENT_REPLIES);
    String unreachable = legal ? thread.obstacle() : null;
    TicketId goesOnIn = thread.goesOnIn();
    ThreadAnswers.Page page = ThreadAnswers.Page.of(thread);
    JsonObject body =
        TicketJson.of(ticket)
            .put("allowed", new JsonArray(allowed))
            .put("replyable", legal && unreachable == null)
            .put("unreachable", unreachable)
            .put("continuedIn", goesOnIn == null ? null : goesOnIn.value())
            .put("thread", page.entries())
            .put("threadNext", page.next());
    return answer(200, ticket, body);
  }
}
