package io.omnigate.bench.yardstick;

/**
 * What plain transactions achieve, in contacts a second.
 *
 * @param single one contact a transaction
 * @param batch a hundred contacts a transaction
 */
public record Rates(double single, double batch) {
  /** The middle between two. */
  public static Rates mean(Rates before, Rates after) {
    return new Rates((before.single + after.single) / 2, (before.batch + after.batch) / 2);
  }
}
