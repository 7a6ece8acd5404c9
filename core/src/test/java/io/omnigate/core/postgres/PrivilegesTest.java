package io.omnigate.core.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class PrivilegesTest {
  private static final int ORDINARY = 1000;

  @Test
  void rootNeverRunsItAsRoot() {
    for (Privileges candidate : Privileges.candidates(0, true)) {
      assertTrue(
          candidate.prefix().contains("unshare") || candidate.owner() == Privileges.NOBODY,
          candidate.toString());
    }
  }

  @Test
  void anOrdinaryUserRunsItAsThemselvesInItsOwnSessionWhereThatCanBe() {
    List<Privileges> candidates = Privileges.candidates(ORDINARY, true);
    assertTrue(candidates.getFirst().prefix().contains("setsid"));
    assertEquals(List.of(), candidates.getLast().prefix());
    for (Privileges candidate : candidates) {
      assertFalse(candidate.prefix().contains("unshare"), candidate.toString());
      assertEquals(ORDINARY, candidate.owner());
    }
  }

  @Test
  void aUserWithoutANameBorrowsOneFromAUserNamespace() {
    Privileges first = Privileges.candidates(ORDINARY, false).getFirst();
    assertTrue(first.prefix().contains("unshare"));
    assertEquals(ORDINARY, first.owner());
  }
}
