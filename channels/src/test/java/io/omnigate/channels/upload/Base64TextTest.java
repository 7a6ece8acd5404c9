package io.omnigate.channels.upload;

import static io.omnigate.channels.TestServer.random;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.omnigate.channels.http.Body;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Base64TextTest {
  @TempDir private Path folder;

  @Test
  void filesOfAnySizeAreReadWithAndWithoutLinesAndPadding() throws IOException {
    for (int size : List.of(0, 1, 2, 3, 100, 49_151, 49_152, 49_153, 500_000)) {
      Buffer bytes = random(size);
      for (Base64.Encoder encoder :
          List.of(
              Base64.getEncoder(), Base64.getMimeEncoder(), Base64.getEncoder().withoutPadding())) {
        Buffer text = Buffer.buffer(encoder.encode(bytes.getBytes()));
        for (Body body : Bodies.both(folder, text)) {
          assertEquals(bytes, Base64Text.decode(body, Pieces.of(body)).read());
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"U", "UE5=H", "=", "UE5HU"})
  void whatIsNoBase64IsRefused(String text) {
    Body body = Body.of(Buffer.buffer(text));
    assertThrows(IllegalArgumentException.class, () -> Base64Text.decode(body, Pieces.of(body)));
  }
}
