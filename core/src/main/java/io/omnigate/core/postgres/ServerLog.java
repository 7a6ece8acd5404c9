package io.omnigate.core.postgres;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The file that takes what the server's programs write.
 *
 * @param file grows while a server runs; at a start with more than {@link #MAX_BYTES} it moves
 *     aside, and the one before it goes
 */
record ServerLog(Path file) {
  private static final long MAX_BYTES = 8L << 20;
  private static final int TAIL_BYTES = 8 << 10;
  private static final int TAIL_LINES = 6;

  /** Where a program's output goes. */
  Redirect redirect() throws IOException {
    if (Files.exists(file) && Files.size(file) > MAX_BYTES) {
      Files.move(
          file,
          file.resolveSibling(file.getFileName() + ".1"),
          StandardCopyOption.REPLACE_EXISTING);
    }
    return Redirect.appendTo(file.toFile());
  }

  /** The last lines, for a message that says what went wrong. */
  String tail() {
    try (var channel = Files.newByteChannel(file)) {
      long from = Math.max(0, channel.size() - TAIL_BYTES);
      channel.position(from);
      var bytes = ByteBuffer.allocate(TAIL_BYTES);
      int read = channel.read(bytes);
      String text = new String(bytes.array(), 0, Math.max(0, read), StandardCharsets.UTF_8);
      List<String> lines = text.lines().toList();
      return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    } catch (IOException e) {
      return "(no log: " + e.getMessage() + ")";
    }
  }
}
