package io.omnigate.core.intake;

import static io.omnigate.core.intake.CoreNode.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.omnigate.core.DedicatedPostgres;
import io.omnigate.core.TestPostgres;
import io.omnigate.core.error.Failure;
import io.omnigate.core.metrics.TransitionMeters;
import io.omnigate.core.sla.Targets;
import io.omnigate.core.store.ChangeSignal;
import io.omnigate.core.store.PgBatchStore;
import io.omnigate.core.store.PgUploads;
import io.omnigate.core.ticket.TicketState;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database goes away in every way it can; its clients send again what was not acknowledged. */
class DatabaseAwayTest {
  private static final Duration PROMISED = Duration.ofSeconds(5);

  @TempDir private Path folder;
  private DedicatedPostgres server;
  private CoreNode node;

  @BeforeEach
  void start() throws Exception {
    server = TestPostgres.dedicated(folder);
    node = CoreNode.start(server.url(), IntakeLimits.DEFAULT);
  }

  @AfterEach
  void stop() throws Exception {
    node.close();
    server.close();
  }

  @Test
  void stoppedServerIsAnsweredUnavailableInTimeAndTheIntakeRecoversByItself() throws Exception {
    node.accept(Messages.chat("s").key("first"));
    server.down();

    assertUnavailableInTime("second");
    server.up();

    acceptEventually("second");
    assertEquals(2, node.count("inbound"));
  }

  @Test
  void frozenServerIsAnsweredUnavailableInTimeAndEveryMessageIsStoredOnce() throws Exception {
    node.accept(Messages.chat("s").key("first"));
    server.freeze();
    try {
      assertUnavailableInTime("second");
    } finally {
      server.thaw();
    }

    acceptEventually("second");
    assertEquals(2, node.count("inbound"));
    assertEquals(1, node.query("SELECT FROM entry WHERE body = 'second'").size());
  }

  @Test
  void serverThatFreezesInTheMiddleOfALargeMessageIsAnsweredUnavailableInTime() throws Exception {
    PgUploads sliced = new PgUploads(node.database());
    AtomicLong frozen = new AtomicLong();
    Uploads freezing =
        new Uploads() {
          @Override
          public Future<Void> add(String message, int part, int position, Buffer slice) {
            if (position == 2) {
              server.freeze();
              frozen.set(System.nanoTime());
            }
            return sliced.add(message, part, position, slice);
          }

          @Override
          public Future<Void> forget(String message) {
            return sliced.forget(message);
          }
        };
    Intake intake =
        new UploadingIntake(
            node.vertx(), node.intake(), freezing, new IntakeMeters(node.registry()));
    InboundMessage large = Messages.form().spooledIn(folder, 5 * SpoolSender.SLICE).build();
    try {
      assertUnavailable(intake.accept(large));
      assertInTime(Duration.ofNanos(System.nanoTime() - frozen.get()));
    } finally {
      server.thaw();
    }
    assertEquals(0, node.count("inbound"));
  }

  @Test
  void batchGivenUpIsAnsweredOnTheLanesOwnContext() throws Exception {
    Vertx vertx = node.vertx();
    Context lane = vertx.getOrCreateContext();
    Promise<Context> answered = Promise.promise();
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    PgBatchStore store =
        new PgBatchStore(
            vertx,
            node.database(),
            new Planner(Targets::due, TicketState.REOPEN_WINDOW),
            new SecureRandom(),
            new ChangeSignal(vertx, node.database(), "test"),
            new TransitionMeters(registry));
    Promise<Void> connected = Promise.promise();
    lane.runOnContext(
        go -> store.commit(List.of(message("a"))).<Void>mapEmpty().onComplete(connected));
    get(connected.future());
    server.freeze();
    try {
      lane.runOnContext(
          go ->
              store
                  .commit(List.of(message("b")))
                  .onComplete(done -> answered.complete(Vertx.currentContext())));
      assertEquals(lane, get(answered.future()));
    } finally {
      server.thaw();
    }
  }

  @Test
  void crashesUnderLoadLoseAndDoubleNothing() throws Exception {
    List<String> acknowledged = new ArrayList<>();
    for (int round = 0; round < 3; round++) {
      List<Future<Receipt>> receipts = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        receipts.add(node.intake().accept(message(round + "-" + i)));
      }
      server.crash();
      get(Future.join(receipts).otherwiseEmpty());
      for (int i = 0; i < 200; i++) {
        String key = round + "-" + i;
        if (receipts.get(i).failed()) {
          acceptEventually(key);
        }
        acknowledged.add(key);
      }
    }

    assertEquals(acknowledged.size(), node.count("inbound"));
    assertEquals(600, node.query("SELECT DISTINCT body FROM entry WHERE kind = 0").size());
    assertEquals(600, node.query("SELECT body FROM entry WHERE kind = 0").size());
  }

  private void assertUnavailableInTime(String key) {
    long begun = System.nanoTime();
    assertUnavailable(node.intake().accept(message(key)));
    assertInTime(Duration.ofNanos(System.nanoTime() - begun));
  }

  private static void assertUnavailable(Future<Receipt> answer) {
    ExecutionException failed = assertThrows(ExecutionException.class, () -> get(answer));
    assertEquals(
        Failure.Kind.UNAVAILABLE, assertInstanceOf(Failure.class, failed.getCause()).kind());
  }

  private static void assertInTime(Duration took) {
    assertTrue(took.compareTo(PROMISED) < 0, "answered after " + took);
  }

  private void acceptEventually(String key) throws Exception {
    for (long end = System.nanoTime() + Duration.ofSeconds(30).toNanos(); ; ) {
      try {
        get(node.intake().accept(message(key)));
        return;
      } catch (ExecutionException away) {
        assertTrue(System.nanoTime() < end, "the intake did not recover");
      }
    }
  }

  private static InboundMessage message(String key) {
    return Messages.chat("session-" + key).key(key).text(key).build();
  }
}
