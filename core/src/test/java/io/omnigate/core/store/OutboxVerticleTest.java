package io.omnigate.core.store;

import static io.omnigate.core.store.DeskFixture.ANN;
import static io.omnigate.core.store.DeskFixture.await;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.core.desk.Command;
import io.omnigate.core.outbox.Courier;
import io.omnigate.core.outbox.Delivery;
import io.omnigate.core.outbox.DeliveryOutcome;
import io.omnigate.core.outbox.OutboxOptions;
import io.omnigate.core.outbox.OutboxStore;
import io.omnigate.core.outbox.OutboxVerticle;
import io.omnigate.core.ticket.Priority;
import io.omnigate.core.ticket.TicketId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The dispatcher on a real database, with couriers that do as they are told. */
class OutboxVerticleTest extends DeskTest {
  private static final Duration PATIENT = Duration.ofMinutes(3);
  private static final Duration IMPATIENT = Duration.ofSeconds(6);

  /** Enough for a message that is never handed over. */
  private static final Duration SHORT = Duration.ofSeconds(3);

  private final ConcurrentLinkedQueue<Delivery> seen = new ConcurrentLinkedQueue<>();
  private String deployment = "";

  @BeforeEach
  void reset() {
    seen.clear();
  }

  @AfterEach
  void undeploy() {
    await(fixture.vertx.undeploy(deployment));
  }

  @Test
  void aSignalWakesItAndWhatIsTakenIsSentOnce() {
    deploy(4, delivery -> sent());
    TicketId id = reply();
    waitFor("sent", () -> outcome(id).equals("sent"));
    fixture.signal.changed();
    fixture.pass(Duration.ofDays(1));
    reply();
    waitFor("the second one", () -> seen.size() == 2);
    waitFor("the count", () -> fixture.count("omnigate.outbox.deliveries", "outcome", "sent") == 2);
  }

  @Test
  void pausesGrowAndTheLastTryFails() {
    deploy(4, delivery -> Future.succeededFuture(new DeliveryOutcome.Retry("Busy.")));
    TicketId id = reply();
    waitFor("the first try", () -> column(id, "attempts").equals("1"));
    long first = pause(id);
    assertTrue(first >= 30 && first <= 36, first + " s");
    fixture.pass(Duration.ofSeconds(first + 1));
    waitFor("the second try", () -> column(id, "attempts").equals("2"));
    long second = pause(id);
    assertTrue(second >= 60 && second <= 72, second + " s");
    fixture.pass(Duration.ofSeconds(second + 1));
    waitFor("the end", () -> outcome(id).equals("failed"));
    assertEquals(List.of(1, 2, 3), seen.stream().map(Delivery::attempt).toList());
    assertEquals("Given up after 3 tries. The last one: Busy.", column(id, "reason"));
  }

  @Test
  void aProvidersWishToWaitIsKept() {
    deploy(
        4,
        delivery ->
            Future.succeededFuture(new DeliveryOutcome.Retry("Later.", Duration.ofMinutes(10))));
    TicketId id = reply();
    waitFor("the first try", () -> column(id, "attempts").equals("1"));
    assertTrue(pause(id) >= 600);
  }

  @Test
  void aCourierThatFailsThrowsOrNeverAnswersLeavesItUncertain() {
    deploy(
        IMPATIENT,
        4,
        delivery ->
            switch (seen.size() % 3) {
              case 0 -> Future.failedFuture(new IllegalStateException("a mistake"));
              case 1 -> throw new IllegalStateException("another mistake");
              default -> Promise.<DeliveryOutcome>promise().future();
            });
    List<TicketId> ids = List.of(reply(), reply(), reply());
    for (TicketId id : ids) {
      waitFor("uncertain", () -> outcome(id).equals("uncertain"));
    }
    assertEquals(3, seen.size());
  }

  /**
   * Or it would still be handed over when the lease ends, beside the next message of its ticket.
   */
  @Test
  void whatTheDatabaseLetsGoTooLateIsNotHandedOver() {
    Courier courier =
        delivery -> {
          seen.add(delivery);
          return sent();
        };
    Duration late = SHORT.dividedBy(3).multipliedBy(2).plusMillis(100);
    deploy(SHORT, courier, new SlowToBegin(fixture.outbox, fixture.vertx, late));
    TicketId id = reply();
    waitFor("the first try", () -> !column(id, "coalesce(reason, '')").isEmpty());
    assertEquals("The database took too long to let it go.", column(id, "reason"));
    assertEquals("", outcome(id));
    assertEquals(0, seen.size());
  }

  /** The outbox, with a database that answers only after {@code pause} that a message may leave. */
  private record SlowToBegin(OutboxStore outbox, Vertx vertx, Duration pause)
      implements OutboxStore {
    @Override
    public Future<List<Lease>> claim(Set<String> channels, int limit, Instant now, Instant until) {
      return outbox.claim(channels, limit, now, until);
    }

    @Override
    public Future<Optional<Delivery>> begin(Lease lease, Instant now) {
      return outbox
          .begin(lease, now)
          .compose(begun -> vertx.timer(pause.toMillis(), MILLISECONDS).map(begun));
    }

    @Override
    public Future<Optional<Delivery>> beginUncapped(Lease lease, Instant now) {
      return outbox.beginUncapped(lease, now);
    }

    @Override
    public Future<Void> release(Lease lease) {
      return outbox.release(lease);
    }

    @Override
    public Future<Void> record(
        Lease lease, DeliveryOutcome outcome, Instant now, @Nullable Instant retryAt) {
      return outbox.record(lease, outcome, now, retryAt);
    }

    @Override
    public Future<Integer> lapse(Instant now, int limit) {
      return outbox.lapse(now, limit);
    }
  }

  @Test
  void noMoreAreTakenAtOnceThanTheCourierTakes() {
    Promise<DeliveryOutcome> gate = Promise.promise();
    deploy(2, delivery -> gate.future());
    List<TicketId> ids = List.of(reply(), reply(), reply(), reply());
    waitFor("two", () -> seen.size() == 2);
    assertEquals("2", fixture.ask("SELECT count(*) FROM outbox WHERE lease IS NOT NULL"));
    gate.complete(new DeliveryOutcome.Sent(List.of()));
    for (TicketId id : ids) {
      waitFor("sent", () -> outcome(id).equals("sent"));
    }
  }

  @Test
  void whatLeavesToNobodyIsNotHeldBack() {
    TicketId id = reply();
    int more = DeskFixture.PATIENCE.perRecipientHour();
    for (int i = 0; i < more; i++) {
      answer(id);
    }
    deploy(
        PATIENT,
        new Courier() {
          @Override
          public boolean capped() {
            return false;
          }

          @Override
          public Future<DeliveryOutcome> deliver(Delivery delivery) {
            return sent();
          }
        });
    String unsent = "SELECT count(*) FROM outbox WHERE outcome IS DISTINCT FROM 'sent'";
    waitFor("all of them", () -> fixture.ask(unsent).equals("0"));
    assertEquals(more + 1.0, fixture.count("omnigate.outbox.deliveries", "outcome", "sent"));
  }

  private void deploy(int parallel, Function<Delivery, Future<DeliveryOutcome>> behaviour) {
    deploy(PATIENT, parallel, behaviour);
  }

  private void deploy(
      Duration lease, int parallel, Function<Delivery, Future<DeliveryOutcome>> behaviour) {
    Courier courier =
        new Courier() {
          @Override
          public int parallel() {
            return parallel;
          }

          @Override
          public Future<DeliveryOutcome> deliver(Delivery delivery) {
            seen.add(delivery);
            return behaviour.apply(delivery);
          }
        };
    deploy(lease, courier);
  }

  private void deploy(Duration lease, Courier courier) {
    deploy(lease, courier, fixture.outbox);
  }

  private void deploy(Duration lease, Courier courier, OutboxStore store) {
    OutboxVerticle verticle =
        new OutboxVerticle(
            Map.of("mail", courier),
            store,
            UnaryOperator.identity(),
            new OutboxOptions(Duration.ofSeconds(30), 3, 1_000, 5, lease),
            new Random(),
            () -> fixture.now,
            fixture.registry);
    deployment = await(fixture.vertx.deployVerticle(verticle));
  }

  private static Future<DeliveryOutcome> sent() {
    return Future.succeededFuture(new DeliveryOutcome.Sent(List.of()));
  }

  private TicketId reply() {
    TicketId id = fixture.tickets.arrive(Priority.NORMAL, fixture.now);
    answer(id);
    return id;
  }

  private void answer(TicketId id) {
    fixture.perform(new Command.Reply(id, ANN, null, "We look into it.", null, List.of()));
  }

  private long pause(TicketId id) {
    return (long)
        Double.parseDouble(
            fixture.ask(
                """
                SELECT extract(epoch FROM next_attempt_at - '%s'::timestamptz)
                FROM outbox WHERE ticket = '%s'"""
                    .formatted(fixture.now, id)));
  }

  private String outcome(TicketId id) {
    return column(id, "coalesce(outcome, '')");
  }

  private String column(TicketId id, String column) {
    return fixture.ask("SELECT " + column + " FROM outbox WHERE ticket = '" + id + "'");
  }

  private static void waitFor(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, "in vain waited for " + what);
      LockSupport.parkNanos(20_000_000);
    }
  }
}
