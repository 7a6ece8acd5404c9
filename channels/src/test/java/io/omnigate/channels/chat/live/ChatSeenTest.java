package io.omnigate.channels.chat.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.omnigate.channels.socket.Patience;
import io.omnigate.core.conversation.Conversations;
import io.omnigate.core.notice.Notice;
import io.omnigate.core.ticket.Status;
import io.omnigate.core.ticket.TicketId;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a window says that it has, or has read. */
class ChatSeenTest {
  private static final TicketId TICKET = TicketId.random(new Random(1));
  private static final TicketId ANOTHER = TicketId.random(new Random(2));

  private final ChatServer server = new ChatServer(Patience.USUAL, 100, new OneAnswer());

  /** A conversation of one message, at the place 7. */
  private static final class OneAnswer implements Conversations {
    @Override
    public Future<Page> after(Key key, Had had, int limit) {
      Said said = new Said(7, "m", Instant.EPOCH, false, "Ann", "hello", null, List.of());
      return Future.succeededFuture(
          new Page(
              new Standing(TICKET, 1, Status.OPEN),
              had.place() < 7 ? List.of(said) : List.of(),
              false));
    }

    @Override
    public Future<Page> before(Key key, long place, int limit) {
      return after(key, Had.NOTHING, limit);
    }

    @Override
    public Future<List<Head>> moved(List<Head> known) {
      return Future.succeededFuture(List.of());
    }
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void nothingBeyondWhatItWasSentCounts() {
    Window window = opened();
    tell(window, new JsonObject().put("op", "read").put("seq", 5_000_000_000L));
    assertEquals(List.of(new Conversations.Had(7, TICKET)), told());
  }

  @Test
  void whatItSaysOfAnotherTicketIsPassedOnAsSuchAndKeepsNothingFromBeingTold() {
    Window window = opened();
    JsonObject read = new JsonObject().put("op", "read").put("seq", 7);
    tell(window, read.copy().put("ticket", ANOTHER.value()));
    tell(window, read.copy().put("ticket", TICKET.value()));
    tell(window, read);
    assertEquals(
        List.of(new Conversations.Had(7, ANOTHER), new Conversations.Had(7, TICKET)), told());
  }

  private Window opened() {
    Window first = server.window().opened(null);
    first.write("m-1-0123456789abcdef", "hello");
    return server.window().opened(first.await("receipt").getString("session"));
  }

  /** Says so, and waits until that was taken. */
  private static void tell(Window window, JsonObject frame) {
    window.send(frame);
    window.send(new JsonObject().put("op", "ping"));
    window.await("pong");
  }

  private List<Conversations.Had> told() {
    return server.notices.stream().map(notice -> ((Notice.Seen) notice).had()).toList();
  }
}
