package io.omnigate.channels.email;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringTokenizer;

/**
 * The Date header (RFC 5322 3.3, with the obsolete years and zones of 4.3). What cannot be read is
 * no date: it is only shown, and decides nothing.
 */
final class MailDate {
  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
  private static final Map<String, Integer> ZONE_HOURS =
      Map.of(
          "ut", 0, "gmt", 0, "z", 0, "est", -5, "edt", -4, "cst", -6, "cdt", -5, "mst", -7, "mdt",
          -6, "pst", -8);
  private static final int MAX_LENGTH = 100;

  private MailDate() {}

  /** The moment, or empty. */
  static Optional<Instant> parse(String text) {
    if (text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    int comma = text.indexOf(',');
    boolean weekday = comma >= 0 && comma < 6;
    StringTokenizer words =
        new StringTokenizer(text.substring(weekday ? comma + 1 : 0).toLowerCase(Locale.ROOT));
    if (words.countTokens() < 4) {
      return Optional.empty();
    }
    try {
      int day = Integer.parseInt(words.nextToken());
      int month = MONTHS.indexOf(words.nextToken()) + 1;
      int year = year(Integer.parseInt(words.nextToken()));
      String[] time = words.nextToken().split(":", 3);
      ZoneOffset zone = zone(words.hasMoreTokens() ? words.nextToken() : "gmt");
      int second = time.length > 2 ? Math.min(Integer.parseInt(time[2]), 59) : 0;
      return Optional.of(
          OffsetDateTime.of(
                  year,
                  month,
                  day,
                  Integer.parseInt(time[0]),
                  time.length > 1 ? Integer.parseInt(time[1]) : 0,
                  second,
                  0,
                  zone)
              .toInstant());
    } catch (NumberFormatException | DateTimeException notADate) {
      return Optional.empty();
    }
  }

  private static int year(int year) {
    if (year < 50) {
      return year + 2000;
    }
    return year < 1000 ? year + 1900 : year;
  }

  private static ZoneOffset zone(String text) {
    if (text.length() == 5 && (text.charAt(0) == '+' || text.charAt(0) == '-')) {
      return ZoneOffset.of(text);
    }
    return ZoneOffset.ofHours(ZONE_HOURS.getOrDefault(text, 0));
  }
}
