package io.omnigate.core.contact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneNumberTest {
  @Property
  void aNumberHasOneNormalFormHoweverItIsWritten(
      @ForAll @LongRange(min = 0, max = 9_999_999) long line) {
    String digits = "%07d".formatted(line);
    Optional<String> plain = PhoneNumber.normalise("+30210" + digits, "ZZ");
    String spaced = "+30 (210) " + digits.substring(0, 3) + "-" + digits.substring(3);
    assertEquals(Optional.of("+30210" + digits), plain);
    assertEquals(plain, PhoneNumber.normalise(spaced, "ZZ"));
    assertEquals(plain, PhoneNumber.normalise("0030210" + digits, "GR"));
    assertEquals(plain, PhoneNumber.normalise("210" + digits, "GR"));
  }

  @Property
  void theNormalFormIsItsOwn(@ForAll String text) {
    PhoneNumber.normalise(text, "DE")
        .ifPresent(
            number -> {
              assertTrue(number.matches("\\+[0-9]{4,17}"), number);
              assertEquals(Optional.of(number), PhoneNumber.normalise(number, "ZZ"));
            });
  }

  @ParameterizedTest
  @CsvSource({"030 1234567, DE, +49301234567", "(415) 555-2671, US, +14155552671"})
  void aNumberWithoutACountryIsReadInItsRegion(String written, String region, String normal) {
    assertEquals(Optional.of(normal), PhoneNumber.normalise(written, region));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "hello", "12", "2101234567", "+30210123456789012345"})
  void whatIsNoPossibleNumberIsRefused(String text) {
    assertEquals(Optional.empty(), PhoneNumber.normalise(text, "ZZ"));
  }
}
