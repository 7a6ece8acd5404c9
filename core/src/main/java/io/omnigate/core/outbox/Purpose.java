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
  CLOSING;

  /** Whether no person wrote it. */
  public boolean automatic() {
    return this != ANSWER;
  }

  /** The name used in JSON and in names of templates. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
