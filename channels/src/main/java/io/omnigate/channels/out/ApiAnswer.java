package io.omnigate.channels.out;

import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;

/** What became of one call of a provider's API. */
public sealed interface ApiAnswer {
  /**
   * It answered.
   *
   * @param body the JSON object of the answer; an empty one where there is none
   */
  record Answered(int status, MultiMap headers, JsonObject body) implements ApiAnswer {
    /** Whether the status is a 2xx. */
    public boolean ok() {
      return status / 100 == 2;
    }

    /** Whether the call was turned away before anything came of it: too much at once, or closed. */
    public boolean turnedAway() {
      return status == 429 || status == 503;
    }

    /** Whether the provider stumbled over the call, and may have done what it was asked for. */
    public boolean stumbled() {
      return !turnedAway() && (status == 408 || status / 100 == 5);
    }

    /** {@code Retry-After} in seconds (RFC 9110 10.2.3), where it is given so. */
    public Optional<Duration> retryAfter() {
      return Optional.ofNullable(headers.get("Retry-After"))
          .filter(text -> text.matches("[0-9]{1,6}"))
          .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
    }
  }

  /** No connection came about: certainly nothing was taken. */
  record NotReached() implements ApiAnswer {}

  /**
   * The connection broke, was silent, or was broken off for a file that could not be read, before
   * all of the call had been sent: what had left of it is shorter than it was announced, which no
   * server takes for a whole request (RFC 9112 8).
   */
  record BrokenOff() implements ApiAnswer {}

  /** As {@link BrokenOff}, for a file that belongs to the call and is gone for good. */
  record FileGone() implements ApiAnswer {}

  /** The connection broke, or was silent, after all of the call had been sent: nobody knows. */
  record Lost() implements ApiAnswer {}
}
