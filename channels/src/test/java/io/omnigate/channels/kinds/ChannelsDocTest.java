package io.omnigate.channels.kinds;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Holds docs/channels.md against the kinds that are built. */
class ChannelsDocTest {
  @Test
  void everyBuiltKindHasItsSection() throws IOException {
    List<String> headings =
        Files.readAllLines(Path.of("..", "docs", "channels.md")).stream()
            .filter(line -> line.startsWith("## "))
            .toList();
    for (String kind : ChannelKinds.BUILT) {
      assertTrue(headings.stream().anyMatch(line -> line.contains('`' + kind + '`')), kind);
    }
  }
}
