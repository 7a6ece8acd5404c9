package io.omnigate.bench.target;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * What lives in a JVM's heap, after a full collection: the last line of {@code jcmd PID
 * GC.class_histogram}, which is {@code Total <instances> <bytes>}.
 */
public final class LiveHeap {
  private LiveHeap() {}

  /** The live bytes of the JVM with the given process id. */
  public static long bytes(long pid) throws IOException, InterruptedException {
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(pid),
                "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    String out = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    jcmd.waitFor();
    return out.lines()
        .filter(line -> line.startsWith("Total"))
        .mapToLong(line -> Long.parseLong(line.strip().split(" +", -1)[2]))
        .findFirst()
        .orElseThrow(() -> new IOException("jcmd says: " + out));
  }
}
