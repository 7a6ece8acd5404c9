package io.omnigate.gateway.api;

import io.omnigate.channels.http.Answer;
import io.omnigate.core.desk.Desk;
import io.omnigate.core.desk.NextRequest;
import io.omnigate.core.ticket.TicketId;
import io.vertx.core.Future;

/** {@code POST /api/queue/next}: "to solve". */
final class QueueRoutes {
  private final Desk desk;

  QueueRoutes(Desk desk) {
    this.desk = desk;
  }

  Future<Answer> next(ApiRequest request) {
    String skip = request.body().getString("skip");
    TicketId skipped =
        skip == null ? null : TicketId.parse(skip).orElseThrow(ApiRequest::noSuchTicket);
    return desk.next(new NextRequest(request.agent(), skipped, request.body().getString("reason")))
        .map(
            found ->
                found
                    .map(ticket -> TicketRoutes.answer(200, ticket, TicketJson.of(ticket)))
                    .orElseGet(() -> Answer.empty(204)));
  }
}
