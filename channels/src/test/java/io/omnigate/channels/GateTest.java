package io.omnigate.channels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.core.error.Failure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How requests of a flood wait, and those beside it do not. */
class GateTest {
  private long now = 1;
  private final Gate gate = new Gate(() -> now);
  private final Deque<Promise<String>> underWay = new ArrayDeque<>();
  private final List<Future<String>> outcomes = new ArrayList<>();

  private Future<String> come(String channel) {
    Future<String> outcome =
        gate.pass(
            channel,
            true,
            () -> {
              Promise<String> work = Promise.promise();
              underWay.add(work);
              return work.future();
            });
    outcomes.add(outcome);
    return outcome;
  }

  private void come(String channel, int times) {
    for (int i = 0; i < times; i++) {
      come(channel);
    }
  }

  private static String code(Future<?> refused) {
    return ((Failure) refused.cause()).code();
  }

  @Test
  void aChannelAloneMayFillTheLoopAndNoMore() {
    come("chat", Gate.ALONE + 10);
    assertEquals(Gate.ALONE, underWay.size());
  }

  @Test
  void whoWaitsIsTakenInOrderAsSoonAsOneIsDone() {
    come("chat", Gate.ALONE);
    Future<String> first = come("chat");
    Future<String> second = come("chat");
    underWay.remove().complete("done");
    assertEquals(Gate.ALONE, underWay.size(), "one left, one came");
    underWay.removeLast().complete("first");
    assertEquals("first", first.result());
    assertFalse(second.isComplete());
    underWay.removeLast().complete("second");
    assertEquals("second", second.result());
  }

  @Test
  void workThatFailsMakesRoomToo() {
    come("chat", Gate.ALONE + 1);
    underWay.remove().fail("broken");
    assertEquals(Gate.ALONE, underWay.size());
    assertTrue(outcomes.getFirst().failed());
  }

  @Test
  void whoComesWhenTooManyWaitIsRefusedAtOnce() {
    come("chat", Gate.ALONE + Gate.WAITING);
    assertEquals("intake-full", code(come("chat")));
    assertEquals(Gate.ALONE, underWay.size());
  }

  @Test
  void theLineIsShortWhileMoreComesThanCanBeTaken() {
    come("chat", Gate.ALONE + Gate.WAITING + 1);
    gate.sweep();
    done(Gate.WAITING - Gate.STANDING);
    assertTrue(come("chat").failed(), "as many wait as may now");
    done(1);
    assertFalse(come("chat").failed());
    gate.sweep();
    gate.sweep();
    come("chat", Gate.WAITING - Gate.STANDING);
    assertEquals(
        Gate.ALONE + Gate.WAITING, outcomes.stream().filter(each -> !each.isComplete()).count());
    assertTrue(gate.full("chat"), "nobody was refused between two sweeps: as long as at first");
  }

  private void done(int times) {
    for (int i = 0; i < times; i++) {
      underWay.remove().complete("done");
    }
  }

  @Test
  void aFloodDoesNotHoldUpAnotherChannel() {
    come("chat", Gate.ALONE + Gate.WAITING + 1);
    Future<String> other = come("mail");
    underWay.removeLast().complete("mail");
    assertEquals("mail", other.result());
  }

  @Test
  void besideOthersAChannelHasLessUnderWayAndAloneItHasAllAgain() {
    come("chat", Gate.BESIDE_OTHERS);
    come("mail", Gate.BESIDE_OTHERS);
    gate.sweep();
    come("chat", 2 * Gate.ALONE);
    assertEquals(2 * Gate.BESIDE_OTHERS, underWay.size());
    gate.sweep();
    gate.sweep();
    assertEquals(Gate.BESIDE_OTHERS + Gate.ALONE, underWay.size(), "no mail came for a while");
  }

  @Test
  void whereAllFloodTheyShareTheLoop() {
    come("chat", Gate.ALONE);
    come("mail", Gate.ALONE);
    gate.sweep();
    done(2 * Gate.ALONE);
    come("chat", Gate.ALONE);
    come("mail", Gate.ALONE);
    assertEquals(Gate.ALONE, underWay.size());
    come("form", Gate.BESIDE_OTHERS);
    gate.sweep();
    done(Gate.ALONE);
    assertEquals(3 * Gate.BESIDE_OTHERS, underWay.size(), "one is busy that does not flood");
  }

  @Test
  void aMessageNowAndThenSlowsNobodyDown() {
    for (int i = 0; i < 20; i++) {
      come("mail", 1);
      gate.sweep();
    }
    come("chat", 2 * Gate.ALONE);
    gate.sweep();
    assertEquals(20 + Gate.ALONE, underWay.size());
  }

  @Test
  void whoWaitsForTooLongIsToldToComeAgainAndNeverBegun() {
    come("chat", Gate.ALONE);
    Future<String> late = come("chat");
    now += Gate.PATIENCE.toNanos() / 2;
    gate.sweep();
    assertEquals("storage-unavailable", code(late));
    underWay.remove().complete("done");
    assertEquals(Gate.ALONE - 1, underWay.size());
  }

  @Test
  void whatWaitedAndIsNotDoneInTimeIsAnsweredAllTheSame() {
    come("chat", Gate.ALONE);
    Future<String> slow = come("chat");
    beginLate();
    assertFalse(slow.isComplete());
    now += Gate.PATIENCE.toNanos() / 2;
    gate.sweep();
    assertEquals("storage-unavailable", code(slow));
    underWay.removeLast().complete("after all");
    assertEquals(Gate.ALONE - 1, underWay.size());
  }

  @Test
  void whatMayTakeLongIsWaitedForOnceItHasBegun() {
    come("chat", Gate.ALONE);
    Promise<String> work = Promise.promise();
    Future<String> slow = gate.pass("chat", false, work::future);
    beginLate();
    now += 10 * Gate.PATIENCE.toNanos();
    gate.sweep();
    assertFalse(slow.isComplete());
    work.complete("stored");
    assertEquals("stored", slow.result());
  }

  @Test
  void workThatThrowsMakesRoomToo() {
    for (int i = 0; i < 2 * Gate.ALONE; i++) {
      Future<String> broken =
          gate.pass(
              "chat",
              true,
              () -> {
                throw new IllegalStateException("broken");
              });
      assertTrue(broken.failed());
    }
  }

  /** Half the patience is nearly over when there is room for the first one that waits. */
  private void beginLate() {
    now += Gate.PATIENCE.toNanos() / 2 + 1;
    underWay.remove().complete("done");
    gate.sweep();
  }

  @Test
  void workThatIsOverAtOnceGoesThroughTheWholeLine() {
    List<Promise<String>> slow = new ArrayList<>();
    for (int i = 0; i < Gate.ALONE; i++) {
      Promise<String> work = Promise.promise();
      slow.add(work);
      gate.pass("chat", true, work::future);
    }
    List<Future<String>> quick = new ArrayList<>();
    for (int i = 0; i < Gate.WAITING; i++) {
      quick.add(gate.pass("chat", true, () -> Future.succeededFuture("quick")));
    }
    slow.getFirst().complete("done");
    assertTrue(quick.stream().allMatch(Future::succeeded));
  }
}
