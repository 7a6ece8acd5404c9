package io.omnigate.bench.report;

/**
 * What a figure is held against. A goal that is missed fails nothing: times differ from machine to
 * machine.
 *
 * @param figure its name in the JSON
 * @param atLeast whether more is better
 * @param value the bound, in the figure's unit
 */
public record Goal(String figure, boolean atLeast, double value) {
  /** A figure that has to reach {@code value}. */
  public static Goal atLeast(String figure, double value) {
    return new Goal(figure, true, value);
  }

  /** A figure that may reach {@code value}. */
  public static Goal atMost(String figure, double value) {
    return new Goal(figure, false, value);
  }

  /** Whether {@code measured} is good enough. */
  public boolean met(double measured) {
    return atLeast ? measured >= value : measured <= value;
  }
}
