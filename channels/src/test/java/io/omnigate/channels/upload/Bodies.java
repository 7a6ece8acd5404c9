package io.omnigate.channels.upload;

import io.omnigate.channels.http.Body;
import io.omnigate.core.intake.RawPayload;
import io.omnigate.core.intake.Spooled;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The same bytes as a small body and as a large one: what is made of them must be the same. */
final class Bodies {
  private Bodies() {}

  /** In memory, and in a file of a folder of its own within {@code folder}. */
  static List<Body> both(Path folder, Buffer bytes) throws IOException {
    return List.of(Body.of(bytes), spooled(folder, bytes));
  }

  /** In a file of a folder of its own within {@code folder}. */
  static Body spooled(Path folder, Buffer bytes) throws IOException {
    Path file = Files.createTempDirectory(folder, "request").resolve("body");
    Files.write(file, bytes.getBytes());
    return new Body(Buffer.buffer(), new Spooled(file, bytes.length()), RawPayload.sha256(bytes));
  }
}
