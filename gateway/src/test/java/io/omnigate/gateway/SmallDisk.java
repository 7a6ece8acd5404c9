package io.omnigate.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A disk of a few MiB at a folder, for one process and those it starts alone: memory, mounted in a
 * user namespace. It is gone when they are.
 *
 * @param folder where it is, for that process
 */
public record SmallDisk(Path folder, int mebibytes) {
  private static final String MOUNT =
      "mount -t tmpfs -o mode=0700,size=$1m tmpfs \"$2\" && shift 2";

  /** What this machine lacks to let this user have one; empty where it lacks nothing. */
  public Optional<String> missing() throws InterruptedException {
    List<String> probe = new ArrayList<>(mounted());
    probe.add("true");
    try {
      Process process = new ProcessBuilder(probe).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
      return process.waitFor() == 0
          ? Optional.empty()
          : Optional.of("a tmpfs in a user namespace of one's own: " + said);
    } catch (IOException noUnshare) {
      return Optional.of("the program unshare (util-linux): " + noUnshare.getMessage());
    }
  }

  /** What goes before a command that is to have it. */
  List<String> mounted() {
    return List.of(
        "unshare",
        "-rm",
        "sh",
        "-c",
        MOUNT + " && exec \"$@\"",
        "sh",
        Integer.toString(mebibytes),
        folder.toAbsolutePath().toString());
  }
}
