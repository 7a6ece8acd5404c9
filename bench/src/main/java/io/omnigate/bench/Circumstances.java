package io.omnigate.bench;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** What one has to know of the machine to read a figure. */
final class Circumstances {
  private Circumstances() {}

  /** Processors, memory, versions, the moment. */
  static Map<String, Object> now(int runs, boolean shortened) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("at", Instant.now().toString());
    all.put("processors", Runtime.getRuntime().availableProcessors());
    all.put("system", System.getProperty("os.name") + ' ' + System.getProperty("os.version"));
    all.put("java", System.getProperty("java.vm.version"));
    all.put("runs", runs);
    all.put("short", shortened);
    return all;
  }
}
