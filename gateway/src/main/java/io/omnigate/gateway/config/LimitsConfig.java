package io.omnigate.gateway.config;

import io.omnigate.core.config.Section;

/**
 * Bounds; each default suits one machine.
 *
 * @param intakePending how many messages may wait for their commit, half of them from one channel,
 *     before more are answered 429
 * @param bodiesMiB how many bytes of request bodies may be in memory before more are answered 429
 * @param spoolMiB how many bytes of large bodies may be on disk, counting five times, likewise
 * @param diskFloorMiB with less free space than this under the data folder the gateway is not ready
 */
public record LimitsConfig(int intakePending, int bodiesMiB, int spoolMiB, int diskFloorMiB) {
  private static final int INTAKE_PENDING = 4_000;
  private static final int BODIES_MIB = 128;

  /** The largest body that is held in memory, an agent's answer with files, still has to fit. */
  private static final int LEAST_BODIES_MIB = 32;

  private static final int SPOOL_MIB = 1_024;

  /** The largest body of a mail relay, Postmark's, which counts five times, still has to fit. */
  private static final int LEAST_SPOOL_MIB = 288;

  private static final int DISK_FLOOR_MIB = 64;
  private static final int MIB_A_TIB = 1 << 20;

  static LimitsConfig read(Section section) {
    LimitsConfig limits =
        new LimitsConfig(
            section.integer("intakePending", INTAKE_PENDING, 1, 1_000_000),
            section.integer("bodiesMiB", BODIES_MIB, LEAST_BODIES_MIB, MIB_A_TIB),
            section.integer("spoolMiB", SPOOL_MIB, LEAST_SPOOL_MIB, MIB_A_TIB),
            section.integer("diskFloorMiB", DISK_FLOOR_MIB, 0, MIB_A_TIB));
    section.close();
    return limits;
  }

  /** {@code bodiesMiB} in bytes. */
  public long bodiesBytes() {
    return (long) bodiesMiB << 20;
  }

  /** {@code spoolMiB} in bytes. */
  public long spoolBytes() {
    return (long) spoolMiB << 20;
  }
}
