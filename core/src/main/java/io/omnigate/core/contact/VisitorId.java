package io.omnigate.core.contact;

import io.omnigate.core.id.CheckedBase32;
import java.util.random.RandomGenerator;

/**
 * Names a contact whose name is unknown: {@code V-} and eight Crockford Base32 symbols, the last of
 * which checks the others, such as {@code V-9XD4TK2M}.
 *
 * @param value the whole ID
 */
public record VisitorId(String value) {
  private static final int SYMBOLS = 7;
  private static final String PREFIX = "V-";

  /** Refuses anything but {@code V-} and eight symbols with a right check symbol. */
  public VisitorId {
    String code = value.startsWith(PREFIX) ? value.substring(PREFIX.length()) : "";
    if (!CheckedBase32.normalise(code, SYMBOLS).filter(code::equals).isPresent()) {
      throw new IllegalArgumentException("not a visitor ID: " + value);
    }
  }

  /** A fresh ID. */
  public static VisitorId random(RandomGenerator random) {
    return new VisitorId(PREFIX + CheckedBase32.encode(random.nextLong(), SYMBOLS));
  }

  @Override
  public String toString() {
    return value;
  }
}
