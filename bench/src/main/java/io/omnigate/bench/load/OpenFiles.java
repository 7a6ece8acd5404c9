package io.omnigate.bench.load;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** How many sockets this process, and one started by it, may have. */
public final class OpenFiles {
  /** For everything that is not a connection of the load. */
  private static final long RESERVED = 500;

  private OpenFiles() {}

  /** As many connections as are wanted, or as the limit of open files allows. */
  public static int connections(int wanted) {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? (int) Math.max(1, Math.min(wanted, unix.getMaxFileDescriptorCount() - RESERVED))
        : wanted;
  }
}
