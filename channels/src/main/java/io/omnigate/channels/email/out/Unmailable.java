package io.omnigate.channels.email.out;

/** A message that no mail can be made of; why is told to agents. */
final class Unmailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Unmailable(String reason) {
    super(reason, null, false, false);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
