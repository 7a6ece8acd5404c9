package io.omnigate.core.outbox;

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

  /** The name used in JSON and in names of templates. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
