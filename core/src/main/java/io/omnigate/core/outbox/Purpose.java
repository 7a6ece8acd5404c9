package io.omnigate.core.outbox;

import java.util.List;
import java.util.Locale;

/** Why a message goes out; the codes are stored. */
public enum Purpose {
  /** An agent wrote it. */
  ANSWER,
  /** We have your message, and this is its ticket ID. */
  ACKNOWLEDGEMENT,
  /** We answered and wait for a word. */
  REMINDER,
  /** The ticket was closed. */
  CLOSING,
  /** Is this address, which somebody typed, yours? */
  CONFIRMATION;

  /** Whether no person wrote it. */
  public boolean automatic() {
    return this != ANSWER;
  }

  /**
   * Whether it may go to an address that anybody has typed. It then says nothing that a person
   * wrote, or it would carry anybody's words to anybody.
   */
  public boolean repeatsNothing() {
    return this == ACKNOWLEDGEMENT || this == CONFIRMATION;
  }

  /** What its templates may leave to be filled in, in the order in which people are told. */
  public List<String> places() {
    return switch (this) {
      case ANSWER ->
          List.of(
              "ticket",
              "subject",
              "department",
              "expected",
              "text",
              "agent",
              "quote",
              "author",
              "asked");
      case ACKNOWLEDGEMENT -> List.of("ticket", "department", "expected");
      case CONFIRMATION -> List.of("ticket", "department", "expected", "link");
      case REMINDER, CLOSING -> List.of("ticket", "subject", "department");
    };
  }

  /** The name used in JSON and in names of templates. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
