package io.omnigate.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Figures of several runs on their way to the table, the JSON and the pictures. */
class ReportTest {
  private final Findings findings = new Findings();

  @TempDir Path folder;

  @Test
  void theMedianIsTheMiddleOneAndOfTwoTheLowerOne() {
    assertEquals(2, Findings.median(List.of(3.0, 1.0, 2.0)));
    assertEquals(1, Findings.median(List.of(3.0, 1.0)));
    assertEquals(7, Findings.median(List.of(7.0)));
  }

  @Test
  void theTableHoldsMediansAgainstTheGoals() {
    List.of(3.0, 1.0, 2.0).forEach(value -> findings.put("ratio", value));
    findings.put("waitMs", 12.5);
    List<Goal> goals =
        List.of(Goal.atLeast("ratio", 2), Goal.atLeast("ratio", 2.5), Goal.atMost("waitMs", 10));
    List<String> table = Table.of(findings, goals);
    assertEquals(3, table.size());
    assertTrue(
        table.get(1).matches("ratio +2\\.00 .*>= 2\\.00 met, >= 2\\.50 MISSED.*"), table.get(1));
    assertTrue(table.get(1).endsWith("[3.00, 1.00, 2.00]"), table.get(1));
    assertTrue(table.get(2).matches("waitMs +12\\.50 +<= 10\\.00 MISSED"), table.get(2));
  }

  @Test
  void theJsonHasMediansAtTheTopAndEachRunBeneath() throws Exception {
    List.of(3.0, 1.0, 2.0).forEach(value -> findings.put("ratio", value));
    new Results(folder).write(findings, Map.of("processors", 2));
    JsonObject json = new JsonObject(Files.readString(folder.resolve("bench.json")));
    assertEquals(2.0, json.getDouble("ratio"));
    assertEquals(
        new JsonArray(List.of(3.0, 1.0, 2.0)), json.getJsonObject("runs").getJsonArray("ratio"));
    assertEquals(2, json.getJsonObject("circumstances").getInteger("processors"));
  }

  @Test
  void linesOfOnePictureAreDrawnTogether() throws Exception {
    for (int run = 1; run <= 3; run++) {
      findings.draw(Curve.over("memory", "second", "MiB", "gateway", List.of(1.0, 2.0 * run)));
    }
    findings.draw(Curve.over("memory", "second", "MiB", "database", List.of(2.0, 3.0, 4.0)));
    List<Path> files = new Results(folder).write(findings, Map.of());
    assertEquals(List.of(folder.resolve("bench.json"), folder.resolve("memory.png")), files);
    assertTrue(ImageIO.read(folder.resolve("memory.png").toFile()).getWidth() > 100);
  }
}
