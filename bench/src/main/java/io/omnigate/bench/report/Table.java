package io.omnigate.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The figures as text: a line each, with its goals. */
public final class Table {
  private Table() {}

  /** Medians, the runs' values where there are several, and which goals were met. */
  public static List<String> of(Findings findings, List<Goal> goals) {
    List<String> lines = new ArrayList<>();
    lines.add("%-28s %12s  %s".formatted("figure", "median", "goals; each run's value"));
    for (Map.Entry<String, List<Double>> each : findings.figures().entrySet()) {
      double median = Findings.median(each.getValue());
      String held =
          goals.stream()
              .filter(goal -> goal.figure().equals(each.getKey()))
              .map(goal -> held(goal, median))
              .collect(Collectors.joining(", "));
      String runs =
          each.getValue().size() == 1
              ? ""
              : each.getValue().stream().map(Table::number).toList().toString();
      lines.add(
          "%-28s %12s  %s"
              .formatted(each.getKey(), number(median), (held + "  " + runs).strip())
              .stripTrailing());
    }
    return lines;
  }

  private static String held(Goal goal, double median) {
    String bound = (goal.atLeast() ? ">= " : "<= ") + number(goal.value());
    return bound + (goal.met(median) ? " met" : " MISSED");
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, Math.abs(value) < 100 ? "%,.2f" : "%,.0f", value);
  }
}
