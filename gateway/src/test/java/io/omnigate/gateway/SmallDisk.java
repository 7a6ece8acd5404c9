package io.omnigate.gateway;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A disk of a few MiB at a folder, for one process and those it starts alone: memory, mounted in a
 * user namespace. It is gone when they are.
 *
 * @param folder where it is, for that process
 */
public record SmallDisk(Path folder, int mebibytes) {
  private static final String MOUNT =
      "mount -t tmpfs -o mode=0700,size=$1m tmpfs \"$2\" && shift 2";

  /** Whether this machine lets this user have one. */
  public boolean isPossible() throws InterruptedException {
    List<String> probe = new ArrayList<>(mounted());
    probe.add("true");
    try {
      return new ProcessBuilder(probe)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException noUnshare) {
      return false;
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
