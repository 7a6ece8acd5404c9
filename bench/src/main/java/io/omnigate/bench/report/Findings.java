package io.omnigate.bench.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The figures of all runs, by name and in the order in which they were first found, and curves. */
public final class Findings {
  private final Map<String, List<Double>> figures = new LinkedHashMap<>();
  private final List<Curve> curves = new ArrayList<>();

  /** One run's value of a figure. */
  public void put(String figure, double value) {
    figures.computeIfAbsent(figure, any -> new ArrayList<>()).add(value);
  }

  /** A line to be drawn. */
  public void draw(Curve curve) {
    curves.add(curve);
  }

  /** Each run's values. */
  public Map<String, List<Double>> figures() {
    return Collections.unmodifiableMap(figures);
  }

  /** All lines. */
  public List<Curve> curves() {
    return List.copyOf(curves);
  }

  /** The middle one of a figure's values; the lower one of two. */
  public static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get((sorted.size() - 1) / 2);
  }
}
