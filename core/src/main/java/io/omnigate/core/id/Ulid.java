package io.omnigate.core.id;

import java.time.Instant;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Message and entry ids: 48 bits of milliseconds and 80 random bits as 26 Crockford Base32 symbols,
 * so that text order is time order (https://github.com/ulid/spec).
 */
public final class Ulid {
  private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final char[] SYMBOLS = ALPHABET.toCharArray();
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
    return text.length() == LENGTH && text.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0);
  }

  /**
   * An id for something that happened together with {@code id}: the same time, other random bits,
   * and always the same ones for the same {@code index}.
   */
  public static String derive(String id, long index) {
    UUID bits = toUuid(id);
    SplittableRandom mixed = new SplittableRandom(bits.getLeastSignificantBits() + index);
    char[] derived = id.toCharArray();
    write(derived, TIME_LENGTH, TIME_LENGTH + 8, mixed.nextLong());
    write(derived, TIME_LENGTH + 8, LENGTH, mixed.nextLong());
    return new String(derived);
  }

  /** The 128 bits of an id made here, as a UUID. */
  public static UUID toUuid(String id) {
    long high = 0;
    long low = 0;
    for (int i = 0; i < LENGTH; i++) {
      high = (high << 5) | (low >>> 59);
      low = (low << 5) | ALPHABET.indexOf(id.charAt(i));
    }
    return new UUID(high, low);
  }

  /** The id whose 128 bits are those of {@code uuid}; the other way round than {@link #toUuid}. */
  public static String of(UUID uuid) {
    char[] id = new char[LENGTH];
    long high = uuid.getMostSignificantBits();
    long low = uuid.getLeastSignificantBits();
    for (int i = LENGTH - 1; i >= 0; i--) {
      id[i] = SYMBOLS[(int) (low & 31)];
      low = (low >>> 5) | (high << 59);
      high >>>= 5;
    }
    return new String(id);
  }

  private static void write(char[] id, int from, int to, long bits) {
    for (int i = to - 1; i >= from; i--) {
      id[i] = SYMBOLS[(int) (bits & 31)];
      bits >>>= 5;
    }
  }
}
