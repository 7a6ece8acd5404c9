package io.omnigate.bench.load;

import java.util.Optional;

/**
 * Decides what an answer is worth. A bench that does not read its answers measures how fast
 * something can be wrong.
 */
public final class Judge {
  private static final int TOO_MANY = 429;
  private static final int UNAVAILABLE = 503;
  private static final int SHOWN = 300;

  private final Faults faults;
  private final boolean mayRefuse;

  /**
   * A judge.
   *
   * @param faults is told of every answer that is wrong
   * @param mayRefuse whether more is sent than has to be taken
   */
  public Judge(Faults faults, boolean mayRefuse) {
    this.faults = faults;
    this.mayRefuse = mayRefuse;
  }

  /** The receipt where the message was accepted rightly; otherwise empty. */
  Optional<Receipt> receipt(Outgoing message, ResponseReader response) {
    if (response.status() != message.status()) {
      return Optional.empty();
    }
    Optional<Receipt> receipt =
        Receipt.read(response.bytes(), response.bodyFrom(), response.bodyTo());
    if (receipt.isEmpty()) {
      wrong(message, "no sound receipt", response);
    } else if (receipt.get().duplicate()) {
      wrong(message, "a new message was taken for a repeat", response);
      return Optional.empty();
    } else if (receipt.get().created() != (message.follows() == null)) {
      wrong(message, "created is wrong", response);
      return Optional.empty();
    } else if (message.follows() != null && !message.follows().equals(receipt.get().ticket())) {
      wrong(message, "joined another ticket than " + message.follows(), response);
      return Optional.empty();
    }
    return receipt;
  }

  /** Whether the message was refused as the contract wants it: 429 or 503 with Retry-After. */
  boolean refused(Outgoing message, ResponseReader response) {
    int status = response.status();
    if (status == message.status()) {
      return false; // said to be stored, and wrongly: told already
    }
    if (status != TOO_MANY && status != UNAVAILABLE) {
      wrong(message, "status " + status, response);
      return false;
    }
    if (!response.hasHeader("retry-after")) {
      wrong(message, "refused without Retry-After", response);
    } else if (!mayRefuse) {
      wrong(message, "refused below the bounds", response);
    }
    return true;
  }

  private void wrong(Outgoing message, String why, ResponseReader response) {
    String body = response.body();
    faults.add(
        Outgoing.mark(message.number())
            + ": "
            + why
            + ": "
            + body.substring(0, Math.min(SHOWN, body.length())));
  }
}
