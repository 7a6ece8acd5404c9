package io.omnigate.channels;

import static io.omnigate.channels.TestServer.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.omnigate.channels.http.Body;
import io.omnigate.core.intake.Spooled;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What costs little is done at once; what may block never is done on an event loop. */
class OffloadTest {
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    await(vertx.close());
  }

  private boolean onEventLoop(Body body) {
    Promise<Boolean> asked = Promise.promise();
    vertx.runOnContext(
        begun -> {
          Future<Boolean> work = Offload.run(vertx, body, Context::isOnEventLoopThread);
          work.onComplete(asked);
        });
    return await(asked.future());
  }

  @Test
  void aSmallBodyInMemoryIsReadAtOnceAndALargeOneIsNot() {
    assertEquals(true, onEventLoop(Body.of(Buffer.buffer("small"))));
    assertEquals(false, onEventLoop(Body.of(Buffer.buffer(new byte[100_000]))));
  }

  @Test
  void whatIsOnDiskIsReadOnAWorkerHoweverSmallItIs() {
    Body chunked =
        new Body(Buffer.buffer(), new Spooled(Path.of("never", "read"), 5), Buffer.buffer());
    assertEquals(false, onEventLoop(chunked));
  }
}
