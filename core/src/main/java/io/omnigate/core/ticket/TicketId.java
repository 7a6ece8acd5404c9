package io.omnigate.core.ticket;

import io.omnigate.core.id.CheckedBase32;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The customer-facing ticket ID: two groups of five Crockford Base32 symbols, such as {@code
 * K7M2Q-9XD4T}. The last symbol checks the others. 45 random bits: made without asking anyone, the
 * unique key in the database settles the rare clash.
 *
 * @param value the canonical form, upper case with the hyphen
 */
public record TicketId(String value) implements Comparable<TicketId> {
  private static final int SYMBOLS = 9;
  private static final int GROUP = 5;

  /** Refuses anything but the canonical form with a right check symbol. */
  public TicketId {
    if (value.length() != SYMBOLS + 2 || !parse(value, true).equals(Optional.of(value))) {
      throw new IllegalArgumentException("not a ticket ID: " + value);
    }
  }

  /** A fresh ID. */
  public static TicketId random(RandomGenerator random) {
    return new TicketId(grouped(CheckedBase32.encode(random.nextLong(), SYMBOLS)));
  }

  /** Reads an ID as a person types it (lower case, no hyphen, O for 0); empty when it is none. */
  public static Optional<TicketId> parse(String text) {
    return parse(text, false).map(TicketId::new);
  }

  private static Optional<String> parse(String text, boolean strict) {
    Optional<String> canonical = CheckedBase32.normalise(text, SYMBOLS).map(TicketId::grouped);
    return strict ? canonical.filter(text::equals) : canonical;
  }

  private static String grouped(String code) {
    return code.substring(0, GROUP) + '-' + code.substring(GROUP);
  }

  @Override
  public int compareTo(TicketId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
