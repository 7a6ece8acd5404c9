package io.omnigate.bench.load;

import org.jspecify.annotations.Nullable;

/**
 * One message on its way, and what its answer has to say.
 *
 * @param request the whole HTTP request, head and body
 * @param number its number in the bench; its text begins with {@link #mark}
 * @param status what says that it is stored: 201, or 200 on webhooks
 * @param follows the ticket it has to join; null for one that has to open a ticket of its own
 */
public record Outgoing(byte[] request, long number, int status, @Nullable String follows) {
  /** Digits of a number as it is written into texts and keys, zeros first. */
  public static final int DIGITS = 12;

  /** The word that its text begins with, {@code m000000000042}. */
  public static String mark(long number) {
    String digits = Long.toString(number);
    return "m" + "0".repeat(DIGITS - digits.length()) + digits;
  }
}
