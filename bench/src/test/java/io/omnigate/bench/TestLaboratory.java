package io.omnigate.bench;

import io.omnigate.bench.scenario.Laboratory;
import java.nio.file.Path;
import java.util.List;

/** Starts gateways from the classes of this build, packed or not. */
public final class TestLaboratory {
  private TestLaboratory() {}

  /** A laboratory in a folder below target, which lies on a disk. */
  public static Laboratory in(Path folder) {
    return new Laboratory(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-Xmx512m",
            "-cp",
            System.getProperty("java.class.path"),
            "io.omnigate.gateway.Main"),
        folder);
  }
}
