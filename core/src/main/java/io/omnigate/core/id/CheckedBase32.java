package io.omnigate.core.id;

import java.util.Arrays;
import java.util.Optional;

/**
 * Crockford Base32 (https://www.crockford.com/base32.html) with one trailing check symbol.
 *
 * <p>The check symbol is a weighted sum over the field GF(32): symbol <i>i</i> is multiplied by the
 * <i>i</i>-th power of a generator. All weights differ and none is zero, so any one wrong symbol
 * and any swap of two different symbols, neighbours or not, changes the sum.
 */
public final class CheckedBase32 {
  private static final char[] SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();
  private static final byte[] VALUES = values();
  private static final int BITS = 5;
  private static final int MASK = 0x1F;

  /** x^5 + x^2 + 1, primitive over GF(2): its root generates all 31 non-zero elements. */
  private static final int POLYNOMIAL = 0b100101;

  private CheckedBase32() {}

  /**
   * The lowest {@code 5 * length} bits of {@code value} as {@code length} symbols and a check
   * symbol after them.
   */
  public static String encode(long value, int length) {
    char[] code = new char[length + 1];
    for (int i = length - 1; i >= 0; i--) {
      code[i] = SYMBOLS[(int) (value >>> (BITS * (length - 1 - i))) & MASK];
    }
    code[length] = SYMBOLS[checkOf(code, length)];
    return new String(code);
  }

  /**
   * Reads what a person typed: case, spaces and hyphens don't matter, I and L are read as 1, O as
   * 0.
   *
   * @param length the number of symbols before the check symbol
   * @return the canonical symbols with the check symbol, or empty where {@code text} is not a code
   */
  public static Optional<String> normalise(String text, int length) {
    char[] code = new char[length + 1];
    int n = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '-' || c == ' ') {
        continue;
      }
      int value = c < VALUES.length ? VALUES[c] : -1;
      if (value < 0 || n > length) {
        return Optional.empty();
      }
      code[n++] = SYMBOLS[value];
    }
    boolean right = n == length + 1 && SYMBOLS[checkOf(code, length)] == code[length];
    return right ? Optional.of(new String(code)) : Optional.empty();
  }

  private static int checkOf(char[] code, int length) {
    int sum = 0;
    int weight = 1;
    for (int i = 0; i < length; i++) {
      weight = multiply(weight, 2);
      sum ^= multiply(VALUES[code[i]], weight);
    }
    return sum;
  }

  private static int multiply(int a, int b) {
    int product = 0;
    for (int shifted = a, rest = b; rest != 0; rest >>= 1) {
      if ((rest & 1) != 0) {
        product ^= shifted;
      }
      shifted <<= 1;
      if ((shifted & (MASK + 1)) != 0) {
        shifted ^= POLYNOMIAL;
      }
    }
    return product;
  }

  private static byte[] values() {
    byte[] values = new byte[128];
    Arrays.fill(values, (byte) -1);
    for (byte i = 0; i < SYMBOLS.length; i++) {
      values[SYMBOLS[i]] = i;
      values[Character.toLowerCase(SYMBOLS[i])] = i;
    }
    for (char c : "iIlL".toCharArray()) {
      values[c] = 1;
    }
    values['o'] = 0;
    values['O'] = 0;
    return values;
  }
}
