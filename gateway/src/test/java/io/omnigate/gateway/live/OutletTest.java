package io.omnigate.gateway.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.omnigate.channels.socket.CloseCode;
import io.omnigate.core.agent.Agent;
import io.omnigate.core.agent.Role;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutletTest {
  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final AtomicLong now = new AtomicLong(1);
  private final TestWire wire = new TestWire();
  private final Outlet outlet =
      new Outlet(
          wire,
          Session.of(new Agent("ann@example.com", "Ann", Role.AGENT), "token"),
          context,
          new LiveMeters(new SimpleMeterRegistry()),
          now::get);

  @AfterEach
  void stop() {
    LiveServer.await(vertx.close());
  }

  @Test
  void aClientThatTakesNothingIsNotReadFromUntilItHasCaughtUp() {
    onHub(() -> send("x".repeat(100_000)));
    assertFalse(onHub(outlet::full));
    onHub(() -> send("y".repeat(100_000)));
    assertTrue(onHub(outlet::full));
    assertEquals(List.of(true), wire.holds());
    wire.take();
    wire.take();
    assertFalse(onHub(outlet::full));
    assertEquals(List.of(true, false), wire.holds());
  }

  @Test
  void ofFramesOfWhichOnlyTheLatestMattersOneIsKept() {
    onHub(() -> send("x".repeat(200_000)));
    onHub(
        () -> {
          outlet.sendLatest("presence", "first");
          outlet.sendLatest("presence", "second");
          return null;
        });
    assertEquals(1, wire.frames().size());
    wire.take();
    assertEquals("second", onHub(() -> wire.frames().getLast()));
    assertEquals(2, wire.frames().size());
  }

  @Test
  void whoTakesNothingForHalfAMinuteIsTurnedAwayButNotWhoIsOnlySlow() {
    onHub(() -> send("x".repeat(200_000)));
    onHub(() -> send("y".repeat(200_000)));
    now.addAndGet(TimeUnit.SECONDS.toNanos(29));
    wire.take();
    onHub(this::sweep);
    now.addAndGet(TimeUnit.SECONDS.toNanos(29));
    onHub(this::sweep);
    assertEquals(List.of(), wire.closes());
    now.addAndGet(TimeUnit.SECONDS.toNanos(2));
    onHub(this::sweep);
    assertEquals(List.of(CloseCode.TRY_AGAIN), wire.closes());
  }

  @Test
  void nothingIsSentAfterTheGoodBye() {
    onHub(() -> outlet.close(CloseCode.RESTART, "restarting"));
    onHub(() -> send("late"));
    assertEquals(List.of(), wire.frames());
    assertEquals(List.of(CloseCode.RESTART), wire.closes());
  }

  private Void sweep() {
    outlet.closeIfTooSlow();
    return null;
  }

  private Void send(String frame) {
    outlet.send(frame);
    return null;
  }

  private <T> T onHub(Callable<T> task) {
    Promise<T> result = Promise.promise();
    context.runOnContext(
        nothing -> {
          try {
            result.complete(task.call());
          } catch (Exception e) {
            result.fail(e);
          }
        });
    return LiveServer.await(result.future());
  }
}
