package io.omnigate.core.contact;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import java.util.Optional;

/** The normal form of a phone number: E.164, such as {@code +302101234567}. */
public final class PhoneNumber {
  private static final int MAX_LENGTH = 40;

  private PhoneNumber() {}

  /**
   * The number in E.164, or empty where {@code text} is no possible number.
   *
   * @param region the region (ISO 3166, two letters) in which a number without a country code is
   *     read; {@code ZZ} for none
   */
  public static Optional<String> normalise(String text, String region) {
    if (text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    PhoneNumberUtil util = PhoneNumberUtil.getInstance();
    try {
      var number = util.parse(text, region);
      return util.isPossibleNumber(number)
          ? Optional.of(util.format(number, PhoneNumberFormat.E164))
          : Optional.empty();
    } catch (NumberParseException notANumber) {
      return Optional.empty();
    }
  }
}
