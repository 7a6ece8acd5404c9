package io.omnigate.bench.load;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Everything that a gateway has promised to keep, and a sample of the requests to be sent again.
 * Written on the driver's loop, read once the load has ended.
 */
public final class Ledger {
  /** A message that was accepted. */
  public record Accepted(long number, Receipt receipt) {}

  /** A message to be sent again, and its first receipt. */
  public record Sample(Outgoing message, Receipt first) {}

  private static final int SAMPLE_EVERY = 101;
  private static final int MAX_SAMPLES = 200;

  private final List<Accepted> accepted = new ArrayList<>();
  private final List<Sample> samples = new ArrayList<>();
  private final Set<String> opened = new HashSet<>();
  private final Faults faults;
  private long open;

  /** An empty one. */
  public Ledger(Faults faults) {
    this.faults = faults;
  }

  /** A message was accepted; a ticket ID given out twice is a fault. */
  void add(Outgoing message, Receipt receipt) {
    if (accepted.size() % SAMPLE_EVERY == 0 && samples.size() < MAX_SAMPLES) {
      samples.add(new Sample(message, receipt));
    }
    if (receipt.created() && !opened.add(receipt.ticket())) {
      faults.add("the ticket ID " + receipt.ticket() + " was given to two tickets");
    }
    accepted.add(new Accepted(message.number(), receipt));
  }

  /** A message was answered 503, which leaves open whether it is stored. */
  void addOpen() {
    open++;
  }

  /** How many messages may be stored or not. */
  public long open() {
    return open;
  }

  /** All that was accepted. */
  public List<Accepted> accepted() {
    return Collections.unmodifiableList(accepted);
  }

  /** Some of it, from the whole time. */
  public List<Sample> samples() {
    return List.copyOf(samples);
  }

  /** How many tickets were opened. */
  public int opened() {
    return opened.size();
  }
}
