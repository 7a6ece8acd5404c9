package io.omnigate.core.intake;

import static io.omnigate.core.intake.CoreNode.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.omnigate.core.error.Failure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is sent ahead of a large message, and what its answer waits for. */
class UploadingIntakeTest {
  private static final int SLICES = 3;

  @TempDir private Path folder;
  private final Vertx vertx = Vertx.vertx();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Sliced sliced = new Sliced();
  private final Stored stored = new Stored();
  private final Intake intake =
      new UploadingIntake(vertx, stored, sliced, new IntakeMeters(registry));
  private InboundMessage large;

  /** Keeps the positions of slices; forgetting never ends. */
  private static final class Sliced implements Uploads {
    private final List<Integer> positions = new ArrayList<>();
    private final List<String> forgotten = new ArrayList<>();
    private int broken = -1;

    @Override
    public Future<Void> add(String message, int part, int position, Buffer slice) {
      positions.add(position);
      return position == broken
          ? Future.failedFuture(Intake.unavailable())
          : Future.succeededFuture();
    }

    @Override
    public Future<Void> forget(String message) {
      forgotten.add(message);
      return Promise.<Void>promise().future();
    }
  }

  /** Has one receipt for all. */
  private static final class Stored implements Intake {
    private final List<InboundMessage> messages = new ArrayList<>();
    private boolean full;

    @Override
    public boolean hasRoom(String channel) {
      return !full;
    }

    @Override
    public Future<Receipt> accept(InboundMessage message) {
      messages.add(message);
      return Future.succeededFuture(Receipt.kept(message.ids().message()));
    }
  }

  @BeforeEach
  void write() throws Exception {
    large = Messages.form().spooledIn(folder, SLICES * SpoolSender.SLICE).build();
  }

  @AfterEach
  void close() throws Exception {
    get(vertx.close());
  }

  @Test
  void theReceiptDoesNotWaitUntilTheSlicesAreForgotten() throws Exception {
    assertEquals(large.ids().message(), get(intake.accept(large)).message());
    assertEquals(List.of(0, 1, 2), sliced.positions);
    assertEquals(List.of(large), stored.messages);
    assertEquals(List.of(large.ids().message()), sliced.forgotten);
  }

  @Test
  void theFirstSliceThatFailsEndsItAll() {
    sliced.broken = 1;
    assertEquals(Failure.Kind.UNAVAILABLE, refused(large).kind());
    assertEquals(List.of(0, 1), sliced.positions);
    assertEquals(List.of(), stored.messages);
    assertEquals(List.of(large.ids().message()), sliced.forgotten);
  }

  @Test
  void nothingIsSentAheadOfAMessageThatFindsNoRoom() {
    stored.full = true;
    assertEquals("intake-full", refused(large).code());
    assertEquals(List.of(), sliced.positions);
    assertEquals(List.of(), stored.messages);
    assertEquals(
        1,
        registry
            .get("omnigate.messages")
            .tags("outcome", "rejected", "reason", "intake-full")
            .counter()
            .count());
  }

  @Test
  void aSmallMessagePassesStraightThrough() throws Exception {
    InboundMessage small = Messages.form().build();
    get(intake.accept(small));
    assertSame(small, stored.messages.getFirst());
    assertEquals(List.of(), sliced.forgotten);
  }

  private Failure refused(InboundMessage message) {
    ExecutionException failed =
        assertThrows(ExecutionException.class, () -> get(intake.accept(message)));
    return assertInstanceOf(Failure.class, failed.getCause());
  }
}
