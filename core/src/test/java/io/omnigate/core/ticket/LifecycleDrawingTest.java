package io.omnigate.core.ticket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Holds docs/state-machine.md against the code: a missing, an extra or a wrong cell fails. */
class LifecycleDrawingTest {
  private final LifecycleDrawing drawing;

  LifecycleDrawingTest() throws IOException {
    this.drawing = LifecycleDrawing.read();
  }

  @Test
  void theTableHasEveryTriggerAndEveryStatusOnce() {
    assertEquals(Arrays.stream(Trigger.values()).map(Trigger::wire).toList(), drawing.rows());
    assertEquals(Arrays.stream(Status.values()).map(Status::wire).toList(), drawing.columns());
  }

  @Test
  void everyCellSaysWhatTheCodeDoesInEverySituation() {
    for (Trigger trigger : Trigger.values()) {
      for (Situation at : situations()) {
        String cell = drawing.cell(trigger, at.status());
        Outcome drawn = LifecycleDrawing.outcome(cell, at);
        assertEquals(Lifecycle.decide(at, trigger), drawn, trigger.wire() + " in " + at);
      }
    }
  }

  @Test
  void everyConditionInTheTableMakesADifference() {
    for (Trigger trigger : Trigger.values()) {
      for (Status status : Status.values()) {
        String cell = drawing.cell(trigger, status);
        Set<Outcome> outcomes = new HashSet<>();
        situations().stream()
            .filter(at -> at.status() == status)
            .forEach(at -> outcomes.add(LifecycleDrawing.outcome(cell, at)));
        boolean conditional = cell.contains(" if ");
        assertEquals(conditional, outcomes.size() > 1, trigger.wire() + ": " + cell);
      }
    }
  }

  @Test
  void theDiagramHasAnArrowForEveryMoveAndNoOther() {
    Set<String> moves = new TreeSet<>();
    for (Trigger trigger : Trigger.values()) {
      for (Situation at : situations()) {
        if (Lifecycle.decide(at, trigger) instanceof Outcome.Move(Status to)) {
          moves.add(LifecycleDrawing.arrow(at.status().wire(), to.wire(), trigger.wire()));
        }
      }
    }
    assertEquals(moves, drawing.arrows());
    assertEquals(Set.of("new"), drawing.beginnings());
  }

  /** Every situation a ticket can be in. */
  private static List<Situation> situations() {
    Set<Situation> all = new HashSet<>();
    for (Status status : Status.values()) {
      for (@Nullable Status postponed : orNull(Status.NEW, Status.OPEN, Status.ANSWERED)) {
        for (@Nullable Status spam : before(Status.SPAM)) {
          for (@Nullable Status deleted : before(Status.DELETED)) {
            for (boolean window : List.of(true, false)) {
              for (boolean purged : List.of(true, false)) {
                boolean aside = status == Status.SPAM || status == Status.DELETED;
                boolean whole =
                    (status != Status.DELETED || deleted != null)
                        && (status != Status.POSTPONED || postponed != null);
                if (whole && (aside || !purged)) {
                  all.add(new Situation(status, postponed, spam, deleted, window, purged));
                }
              }
            }
          }
        }
      }
    }
    assertTrue(all.size() > 1_000);
    return List.copyOf(all);
  }

  private static List<@Nullable Status> before(Status end) {
    return orNull(
        Arrays.stream(Status.values())
            .filter(status -> status.code() < end.code())
            .toArray(Status[]::new));
  }

  private static List<@Nullable Status> orNull(Status... statuses) {
    List<@Nullable Status> list = new java.util.ArrayList<>(Arrays.asList(statuses));
    list.add(null);
    return list;
  }
}
