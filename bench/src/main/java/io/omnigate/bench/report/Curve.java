package io.omnigate.bench.report;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A line to be drawn. Curves of one picture are drawn together.
 *
 * @param picture the picture's name, which becomes its file's
 * @param x what the x axis shows, with its unit
 * @param y what the y axis shows, with its unit
 * @param name what this line is
 */
public record Curve(
    String picture, String x, String y, String name, List<Double> xs, List<Double> ys) {
  /** A line over 0, 1, 2 … */
  public static Curve over(String picture, String x, String y, String name, List<Double> ys) {
    List<Double> xs = IntStream.range(0, ys.size()).mapToObj(i -> (double) i).toList();
    return new Curve(picture, x, y, name, xs, ys);
  }

  /** As many values on one axis as on the other. */
  public Curve {
    if (xs.size() != ys.size()) {
      throw new IllegalArgumentException(name + ": " + xs.size() + " and " + ys.size() + " values");
    }
    xs = List.copyOf(xs);
    ys = List.copyOf(ys);
  }
}
