package io.omnigate.gateway.config;

import java.util.List;

/** The configuration cannot be used; all its mistakes at once, each with its key. */
public final class BadConfig extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<String> mistakes;

  /** One or more mistakes, each a line for the person who wrote the configuration. */
  public BadConfig(List<String> mistakes) {
    super(String.join("\n", mistakes), null, false, false);
    this.mistakes = List.copyOf(mistakes);
  }

  /** The mistakes, in the order they were found. */
  public List<String> mistakes() {
    return mistakes;
  }
}
