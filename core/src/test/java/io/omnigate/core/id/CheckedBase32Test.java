package io.omnigate.core.id;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The check symbol, tried on every single mistake that can be made in many random codes. */
class CheckedBase32Test {
  private static final String SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

  @Property
  void aCodeIsReadBackAsItWasMade(@ForAll long value, @ForAll @IntRange(min = 1, max = 12) int n) {
    String code = CheckedBase32.encode(value, n);
    assertEquals(n + 1, code.length());
    assertEquals(Optional.of(code), CheckedBase32.normalise(code, n));
  }

  @Property
  void anyOneWrongSymbolIsCaught(@ForAll long value, @ForAll @IntRange(min = 1, max = 12) int n) {
    String code = CheckedBase32.encode(value, n);
    for (int i = 0; i < code.length(); i++) {
      for (char wrong : SYMBOLS.toCharArray()) {
        String typed = code.substring(0, i) + wrong + code.substring(i + 1);
        boolean same = wrong == code.charAt(i);
        assertEquals(same, CheckedBase32.normalise(typed, n).isPresent(), typed);
      }
    }
  }

  @Property
  void anySwapOfNeighboursIsCaught(@ForAll long value, @ForAll @IntRange(min = 1, max = 12) int n) {
    String code = CheckedBase32.encode(value, n);
    for (int i = 0; i + 1 < code.length(); i++) {
      char[] typed = code.toCharArray();
      typed[i] = code.charAt(i + 1);
      typed[i + 1] = code.charAt(i);
      boolean same = typed[i] == typed[i + 1];
      assertEquals(same, CheckedBase32.normalise(new String(typed), n).isPresent());
    }
  }

  @Property
  void typingItAsPeopleDoChangesNothing(@ForAll long value) {
    String code = CheckedBase32.encode(value, 9);
    String typed =
        " " + code.substring(0, 3) + "-" + code.substring(3).toLowerCase(Locale.ROOT) + " - ";
    String lookalikes = typed.replace('0', 'o').replace('1', 'l');
    assertEquals(Optional.of(code), CheckedBase32.normalise(typed, 9));
    assertEquals(Optional.of(code), CheckedBase32.normalise(lookalikes, 9));
  }

  @Property
  void anythingElseIsRefusedWithoutFailing(@ForAll String text) {
    CheckedBase32.normalise(text, 9)
        .ifPresent(code -> assertTrue(code.chars().allMatch(c -> SYMBOLS.indexOf(c) >= 0)));
  }

  @Property
  void differentValuesHaveDifferentCodes(@ForAll int one, @ForAll int other) {
    if (one != other) {
      assertNotEquals(CheckedBase32.encode(one, 7), CheckedBase32.encode(other, 7));
    }
  }
}
