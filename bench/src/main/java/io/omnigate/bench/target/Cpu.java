package io.omnigate.bench.target;

/**
 * Processor time in microseconds, as the kernel counts it (in ticks of 10 ms).
 *
 * @param gateway of the gateway's JVM
 * @param database of PostgreSQL: all of its processes, the ended ones too
 * @param driver of this JVM
 */
public record Cpu(long gateway, long database, long driver) {
  /** What was used since {@code earlier}. */
  public Cpu since(Cpu earlier) {
    return new Cpu(gateway - earlier.gateway, database - earlier.database, driver - earlier.driver);
  }
}
