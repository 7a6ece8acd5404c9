package io.omnigate.core.id;

import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * Message and entry ids: 48 bits of milliseconds and 80 random bits as 26 Crockford Base32 symbols,
 * so that text order is time order (https://github.com/ulid/spec).
 */
public final class Ulid {
  private static final char[] SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();
  private static final int LENGTH = 26;
  private static final int TIME_LENGTH = 10;

  private Ulid() {}

  /** A fresh id for the moment {@code at}. */
  public static String next(Instant at, RandomGenerator random) {
    char[] id = new char[LENGTH];
    write(id, 0, TIME_LENGTH, at.toEpochMilli());
    write(id, TIME_LENGTH, TIME_LENGTH + 8, random.nextLong());
    write(id, TIME_LENGTH + 8, LENGTH, random.nextLong());
    return new String(id);
  }

  /** Whether {@code text} has the shape of an id made here. */
  public static boolean isValid(String text) {
    return text.length() == LENGTH
        && text.chars().allMatch(c -> c < 128 && new String(SYMBOLS).indexOf(c) >= 0);
  }

  private static void write(char[] id, int from, int to, long bits) {
    for (int i = to - 1; i >= from; i--) {
      id[i] = SYMBOLS[(int) (bits & 31)];
      bits >>>= 5;
    }
  }
}
