package io.omnigate.core.store;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Times as the database takes and keeps them: in microseconds. */
final class Times {
  private Times() {}

  /** As a parameter. */
  static @Nullable OffsetDateTime of(@Nullable Instant time) {
    return time == null ? null : time.atOffset(ZoneOffset.UTC);
  }

  /** As it will be read back, so that what is decided on equals what is stored. */
  static Instant stored(Instant time) {
    return time.truncatedTo(ChronoUnit.MICROS);
  }
}
