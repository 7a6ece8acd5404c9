package io.omnigate.core.postgres;

import java.io.IOException;

/** Sends signals to processes; Java itself knows only two of them. */
final class Signals {
  private Signals() {}

  /**
   * Sends a signal; nothing where the process is gone. The shell's own {@code kill} is used, for
   * slim images have no other.
   *
   * @param name such as {@code INT}
   */
  static void send(String name, long pid) throws IOException, InterruptedException {
    new ProcessBuilder("/bin/sh", "-c", "kill -" + name + " " + pid)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }
}
