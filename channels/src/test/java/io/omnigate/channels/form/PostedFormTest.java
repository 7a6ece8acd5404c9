package io.omnigate.channels.form;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.omnigate.channels.ChannelRequest;
import io.omnigate.channels.FileLimits;
import io.omnigate.channels.http.Body;
import io.omnigate.channels.http.Problem;
import io.omnigate.core.error.Failure;
import io.omnigate.core.intake.RawPayload;
import io.omnigate.core.intake.Spooled;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostedFormTest {
  @TempDir private Path folder;

  private static Failure.Kind refused(Body body) {
    ChannelRequest request =
        new ChannelRequest(
            HttpMethod.POST,
            MultiMap.caseInsensitiveMultiMap()
                .add("Content-Type", "multipart/form-data; boundary=b"),
            MultiMap.caseInsensitiveMultiMap(),
            body,
            "127.0.0.1",
            Instant.EPOCH);
    FileLimits limits = FileLimits.ofAnySort(25);
    return Problem.of(assertThrows(RuntimeException.class, () -> FormReader.read(request, limits)))
        .kind();
  }

  private static Buffer form(String type, int size) {
    return Buffer.buffer(
        "--b\r\nContent-Disposition: form-data; name=\"files\"; filename*="
            + type
            + "''film\r\n\r\n"
            + "x".repeat(size)
            + "\r\n--b--\r\n");
  }

  private static Body spooled(Path file, Buffer bytes) throws IOException {
    Files.write(file, bytes.getBytes());
    return new Body(Buffer.buffer(), new Spooled(file, bytes.length()), RawPayload.sha256(bytes));
  }

  /** The body lies where it can be read, and no file of the decoder's can be put beside it. */
  @Test
  void aFileThatTheDecoderCannotWriteIsTroubleOfOurs() throws IOException {
    Path archive = folder.resolve("archive.zip");
    try (FileSystem readable = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
      Path own = Files.createDirectory(readable.getPath("/no-such-folder-on-the-disk"));
      Body body = spooled(own.resolve("body"), form("utf-8", 200_000));
      assertEquals(Failure.Kind.UNAVAILABLE, refused(body));
    }
  }

  @Test
  void aCharsetThatNobodyKnowsIsTheSenders() throws IOException {
    Body body = spooled(folder.resolve("body"), form("klingon", 200_000));
    assertEquals(Failure.Kind.BAD_REQUEST, refused(body));
  }
}
