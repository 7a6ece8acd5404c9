package io.omnigate.channels.chat.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.omnigate.channels.socket.CloseCode;
import io.omnigate.channels.socket.Wire;
import io.omnigate.core.conversation.Conversations;
import io.omnigate.core.conversation.Conversations.Page;
import io.omnigate.core.conversation.Conversations.Said;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A window that takes nothing holds one stretch of its conversation, and is closed. */
class VisitorTest {
  private final Vertx vertx = Vertx.vertx();
  private final Context hub = vertx.getOrCreateContext();
  private final StuckWire wire = new StuckWire();
  private long nanos;
  private int reads;
  private final Visitor visitor =
      new Visitor(
          wire,
          new GatewayFrames(ChatServer.channel(vertx, 100)),
          hub,
          read -> Future.succeededFuture(stretch()),
          () -> nanos);

  /** Takes frames when the test says so. */
  private static final class StuckWire implements Wire {
    private final List<Promise<Void>> untaken = new ArrayList<>();
    private final List<CloseCode> closes = new ArrayList<>();

    @Override
    public Future<Void> write(String text) {
      untaken.add(Promise.promise());
      return untaken.getLast().future();
    }

    @Override
    public void hold(boolean hold) {}

    @Override
    public Future<Void> close(CloseCode code, String reason) {
      closes.add(code);
      return Future.succeededFuture();
    }

    private void take() {
      List<Promise<Void>> taken = List.copyOf(untaken);
      untaken.clear();
      taken.forEach(Promise::complete);
    }
  }

  /** Of a conversation that has no end. */
  private Page stretch() {
    long from = ++reads * 100L;
    List<Said> messages =
        LongStream.range(from, from + Visitor.STRETCH)
            .mapToObj(
                place -> new Said(place, "m", Instant.EPOCH, true, null, "a line", null, List.of()))
            .toList();
    return new Page(null, messages, true);
  }

  @AfterEach
  void stop() {
    ChatServer.await(vertx.close());
  }

  @Test
  void oneStretchIsUnderWayWhateverHappensMeanwhile() {
    onHub(() -> visitor.follow(new Watch(new Conversations.Key("chat", "session:s")), "token"));
    onHub(visitor::pump);
    onHub(visitor::pump);
    assertEquals(1, reads);
    assertEquals(Visitor.STRETCH, wire.untaken.size());
    onHub(wire::take);
    assertEquals(2, reads);
    assertEquals(Visitor.STRETCH, wire.untaken.size());
  }

  @Test
  void whoTakesNothingIsToldToComeBack() {
    onHub(() -> visitor.send("{}"));
    pass(29);
    assertEquals(List.of(), wire.closes);
    onHub(wire::take);
    pass(60);
    assertEquals(List.of(), wire.closes, "it has all there is");
    onHub(() -> visitor.send("{}"));
    pass(29);
    onHub(() -> visitor.send("{}"));
    pass(2);
    assertEquals(List.of(CloseCode.TRY_AGAIN), wire.closes);
    assertEquals(1013, CloseCode.TRY_AGAIN.code());
    pass(60);
    onHub(() -> visitor.send("{}"));
    assertEquals(1, wire.closes.size());
    assertEquals(2, wire.untaken.size(), "nothing is sent any more");
  }

  private void pass(long seconds) {
    onHub(
        () -> {
          nanos += TimeUnit.SECONDS.toNanos(seconds);
          visitor.closeIfStalled();
        });
  }

  /** Does it where the hub would, and waits until what it leads to there is done. */
  private void onHub(Runnable task) {
    task(task);
    for (int i = 0; i < 5; i++) {
      task(() -> {});
    }
  }

  private void task(Runnable task) {
    Promise<Void> done = Promise.promise();
    hub.runOnContext(
        nothing -> {
          task.run();
          done.complete();
        });
    ChatServer.await(done.future());
  }
}
