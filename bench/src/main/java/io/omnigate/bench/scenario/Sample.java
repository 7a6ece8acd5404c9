package io.omnigate.bench.scenario;

import io.omnigate.bench.load.Tally;
import io.omnigate.bench.target.Cpu;

/**
 * One window.
 *
 * @param tally what came of the messages
 * @param cpu what was used meanwhile
 */
public record Sample(Tally tally, Cpu cpu) {
  /** The gateway's processor time for one accepted contact, in microseconds. */
  public double gatewayMicros() {
    return (double) cpu.gateway() / tally.accepted();
  }

  /** PostgreSQL's. */
  public double databaseMicros() {
    return (double) cpu.database() / tally.accepted();
  }

  /** The driver's own. */
  public double driverMicros() {
    return (double) cpu.driver() / tally.accepted();
  }
}
