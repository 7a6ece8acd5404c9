package io.omnigate.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.bench.load.Faults;
import io.omnigate.bench.report.Findings;
import io.omnigate.bench.report.Goal;
import io.omnigate.bench.report.Results;
import io.omnigate.bench.report.Table;
import io.omnigate.bench.scenario.Scenario;
import io.omnigate.bench.scenario.Scenarios;
import io.omnigate.bench.scenario.Windows;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The guard: a very short bench of a real gateway in a process of its own. Its checks are held; its
 * figures are only printed, for no build fails because of a time.
 */
class ShortBenchTest {
  private static final Set<String> QUICK =
      Set.of("chat", "social", "form", "mail", "mixed", "steady", "flood");

  @TempDir Path folder;

  @Test
  void everyReceiptIsKeptAndTheRatiosArePrinted() throws Exception {
    List<Scenario> scenarios =
        Scenarios.all().stream().filter(each -> QUICK.contains(each.name())).toList();
    assertEquals(QUICK.size(), scenarios.size());
    Findings findings = new Findings();
    Faults faults = new Faults();
    new Campaign(TestLaboratory.in(folder), scenarios, 1, Windows.CHECKS, true, System.out::println)
        .carryOut(findings, faults);
    List<Goal> goals = scenarios.stream().flatMap(each -> each.goals().stream()).toList();
    Table.of(findings, goals).forEach(System.out::println);
    assertEquals(List.of(), faults.first());
    for (Goal goal : goals) {
      double value = findings.figures().get(goal.figure()).getFirst();
      assertTrue(value > 0 && Double.isFinite(value), goal.figure() + " is " + value);
    }
    new Results(folder.resolve("results")).write(findings, Map.of());
    JsonObject json =
        new JsonObject(Files.readString(folder.resolve("results").resolve("bench.json")));
    assertEquals(
        findings.figures().get("chatOverSingle").getFirst(), json.getDouble("chatOverSingle"));
  }
}
