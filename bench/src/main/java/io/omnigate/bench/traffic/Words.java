package io.omnigate.bench.traffic;

import io.omnigate.bench.load.Outgoing;
import java.util.List;
import java.util.random.RandomGenerator;

/** What customers write: plain words, of an exact length. */
public final class Words {
  /** The place of a number in a template. */
  static final String NUMBER = "%".repeat(Outgoing.DIGITS);

  /** The mark that a text begins with, in a template. */
  static final String MARK = "m" + NUMBER;

  private static final List<String> WORDS =
      List.of(
          "order",
          "parcel",
          "invoice",
          "the",
          "my",
          "still",
          "waiting",
          "yesterday",
          "printer",
          "broken",
          "refund",
          "please",
          "again",
          "answer",
          "since",
          "Monday",
          "number",
          "password",
          "account",
          "and",
          "with",
          "not",
          "arrived",
          "thanks",
          "delivery",
          "address",
          "changed");

  private Words() {}

  /** Words of exactly {@code length} characters altogether. */
  public static String of(int length, RandomGenerator random) {
    StringBuilder text = new StringBuilder(length + 10);
    while (text.length() < length) {
      text.append(WORDS.get(random.nextInt(WORDS.size()))).append(' ');
    }
    text.setLength(length);
    text.setCharAt(length - 1, '.');
    return text.toString();
  }

  /** The same in lines of at most 76 characters, as mail wants them, each with its CRLF. */
  static String lines(int length, RandomGenerator random) {
    StringBuilder text = new StringBuilder(length);
    while (text.length() < length) {
      int line = Math.min(76, Math.max(1, length - text.length() - 2));
      text.append(of(line, random)).append("\r\n");
    }
    return text.toString();
  }
}
