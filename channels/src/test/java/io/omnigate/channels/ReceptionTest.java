package io.omnigate.channels;

import static io.omnigate.channels.TestServer.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.omnigate.core.error.Failure;
import io.omnigate.core.intake.InboundMessage;
import io.omnigate.core.intake.Intake;
import io.omnigate.core.intake.Receipt;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** On which threads a request is proven and taken apart. */
class ReceptionTest {
  /** Notes where it is called, and lets in what does not begin as forged. */
  private static final class Noting implements Channel {
    private final List<String> calls = new CopyOnWriteArrayList<>();

    @Override
    public String id() {
      return "noting";
    }

    @Override
    public String kind() {
      return "noting";
    }

    @Override
    public int maxBody() {
      return 1 << 20;
    }

    @Override
    public void verify(ChannelRequest request) {
      calls.add("verify on a " + thread());
      if (request.body().toString().startsWith("forged")) {
        throw new Failure(Failure.Kind.UNAUTHENTICATED, "not-authentic", "forged");
      }
    }

    @Override
    public Future<Arrival> parse(ChannelRequest request) {
      calls.add("parse on a " + thread());
      return Future.failedFuture(Failure.invalid("field", "is wrong"));
    }

    private static String thread() {
      return Context.isOnEventLoopThread() ? "loop" : "worker";
    }
  }

  private final Vertx vertx = Vertx.vertx();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private boolean room = true;
  private final Noting channel = new Noting();
  private final Reception reception =
      new Reception(
          vertx,
          Map.of("noting", channel),
          new Intake() {
            @Override
            public Future<Receipt> accept(InboundMessage message) {
              return Future.failedFuture("nothing is stored here");
            }

            @Override
            public boolean hasRoom(String channel) {
              return room;
            }
          },
          new RecordingTokens(),
          notices -> Future.failedFuture("nothing is told here"),
          registry);

  @AfterEach
  void close() {
    await(vertx.close());
  }

  private int receive(String body) {
    ChannelRequest request =
        new ChannelRequest(
            HttpMethod.POST,
            MultiMap.caseInsensitiveMultiMap(),
            MultiMap.caseInsensitiveMultiMap(),
            Buffer.buffer(body),
            "192.0.2.1",
            Instant.EPOCH);
    Promise<Integer> status = Promise.promise();
    vertx.runOnContext(
        on ->
            reception
                .receive(channel, request, System.nanoTime())
                .map(answer -> answer.status())
                .onComplete(status));
    return await(status.future());
  }

  @Test
  void aLargeBodyIsProvenOnAWorker() {
    assertEquals(422, receive("x".repeat(64 * 1024 + 1)));
    assertEquals(List.of("verify on a worker", "parse on a loop"), channel.calls);
  }

  @Test
  void whatFindsNoRoomIsRefusedBeforeItIsProvenAndCounted() {
    room = false;
    assertEquals(429, receive("forged"));
    assertEquals(List.of(), channel.calls);
    assertEquals(
        1, registry.get("omnigate.messages").tag("reason", "intake-full").counter().count());
  }

  @Test
  void aSmallBodyIsProvenAtOnce() {
    assertEquals(422, receive("x".repeat(64 * 1024)));
    assertEquals(List.of("verify on a loop", "parse on a loop"), channel.calls);
  }

  @Test
  void whatIsForgedIsNotTakenApartWhateverItsSize() {
    assertEquals(401, receive("forged"));
    assertEquals(401, receive("forged" + "x".repeat(64 * 1024)));
    assertEquals(List.of("verify on a loop", "verify on a worker"), channel.calls);
  }
}
