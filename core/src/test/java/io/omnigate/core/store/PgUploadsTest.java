package io.omnigate.core.store;

import static io.omnigate.core.store.DeskFixture.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.omnigate.core.intake.Attachment;
import io.omnigate.core.intake.InboundMessage;
import io.omnigate.core.intake.InboundMessage.Content;
import io.omnigate.core.intake.Messages;
import io.omnigate.core.intake.RawPayload;
import io.omnigate.core.intake.Receipt;
import io.omnigate.core.intake.Spooled;
import io.omnigate.core.intake.Uploads;
import io.omnigate.core.ticket.Entry.AttachmentInfo;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was sent ahead of its message becomes a part of it, or of nothing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PgUploadsTest {
  private static final Path NOWHERE = Path.of("never", "read");
  private static final int SLICE = 1_000;

  private final Buffer raw = random(2_500);
  private final Buffer file = random(3_001);
  private DeskFixture fixture;
  private PgUploads uploads;

  @BeforeAll
  void open() {
    fixture = new DeskFixture();
    uploads = new PgUploads(fixture.database);
  }

  @BeforeEach
  void reset() {
    fixture.reset();
    fixture.ask("WITH gone AS (DELETE FROM upload_slice RETURNING 1) SELECT count(*) FROM gone");
  }

  @AfterAll
  void close() {
    fixture.close();
  }

  private static Buffer random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return Buffer.buffer(bytes);
  }

  private InboundMessage large() {
    Attachment attachment =
        new Attachment(
            "film.mp4",
            "video/mp4",
            Buffer.buffer(),
            null,
            RawPayload.sha256(file),
            new Spooled(NOWHERE, file.length()));
    InboundMessage small =
        Messages.form()
            .at(fixture.now)
            .raw(
                new RawPayload(
                    Buffer.buffer(),
                    RawPayload.sha256(raw),
                    false,
                    new Spooled(NOWHERE, raw.length())))
            .build();
    Content content = new Content("", "see the film", null, List.of(attachment), Map.of());
    return new InboundMessage(
        small.origin(), small.ids(), small.sender(), content, small.threading(), small.handling());
  }

  private void send(InboundMessage message, int part, Buffer bytes) {
    int position = 0;
    for (int at = 0; at < bytes.length(); at += SLICE) {
      Buffer slice = bytes.getBuffer(at, Math.min(bytes.length(), at + SLICE));
      await(uploads.add(message.ids().message(), part, position++, slice));
    }
  }

  private Receipt store(InboundMessage message) {
    send(message, Uploads.RAW, raw);
    send(message, 1, file);
    Receipt receipt = fixture.accept(message);
    await(uploads.forget(message.ids().message()));
    return receipt;
  }

  @Test
  void theSlicesArePutTogetherWithTheirMessageAndThenForgotten() {
    Receipt receipt = store(large());
    AttachmentInfo kept =
        fixture.thread(receipt.ticket()).entries().getFirst().attachments().getFirst();
    assertEquals(file.length(), kept.size());
    var stored = await(fixture.reader.attachment(kept.id())).orElseThrow();
    assertArrayEquals(
        file.getBytes(), await(fixture.reader.bytes(stored, 0, file.length())).getBytes());
    assertEquals("2500", fixture.ask("SELECT length(raw) FROM inbound"));
    assertEquals("0", fixture.ask("SELECT count(*) FROM upload_slice"));
  }

  @Test
  void theSameFileIsStoredOnce() {
    store(large());
    store(large());
    assertEquals("1", fixture.ask("SELECT count(*) FROM blob"));
    assertEquals("2", fixture.ask("SELECT count(*) FROM attachment"));
  }

  @Test
  void aMessageWhoseSlicesAreGoneIsNotStoredWithoutThem() {
    InboundMessage message = large();
    send(message, Uploads.RAW, raw);
    assertThrows(RuntimeException.class, () -> fixture.accept(message), "its file is missing");
    assertEquals("0", fixture.ask("SELECT count(*) FROM ticket"));
    assertThrows(
        RuntimeException.class, () -> await(fixture.intake.quarantine(large(), "no raw bytes")));
    assertEquals("0", fixture.ask("SELECT count(*) FROM inbound"));
  }

  /** As a crash of PostgreSQL leaves an unlogged table between two slices. */
  @ParameterizedTest
  @ValueSource(ints = {Uploads.RAW, 1})
  void aPartWhoseFirstSlicesAreGoneIsNotStoredAsTheWhole(int part) {
    InboundMessage message = large();
    send(message, Uploads.RAW, raw);
    send(message, 1, file);
    fixture.ask(
        "DELETE FROM upload_slice WHERE position = 0 AND part = " + part + " RETURNING part");
    assertThrows(RuntimeException.class, () -> fixture.accept(message));
    assertEquals("0", fixture.ask("SELECT count(*) FROM blob"));
    assertEquals("0", fixture.ask("SELECT count(*) FROM inbound"));
  }

  @Test
  void rawBytesWhoseFirstSlicesAreGoneAreNotQuarantinedAsTheWhole() {
    InboundMessage message = large();
    send(message, Uploads.RAW, raw);
    fixture.ask("DELETE FROM upload_slice WHERE position = 0 RETURNING part");
    assertThrows(
        RuntimeException.class, () -> await(fixture.intake.quarantine(message, "a test wants it")));
    assertEquals("0", fixture.ask("SELECT count(*) FROM inbound"));
  }

  @Test
  void aQuarantinedMessageKeepsItsRawBytes() {
    InboundMessage message = large();
    send(message, Uploads.RAW, raw);
    await(fixture.intake.quarantine(message, "a test wants it"));
    assertEquals("2500", fixture.ask("SELECT length(raw) FROM inbound WHERE outcome = 1"));
  }

  @Test
  void whatNobodyCameBackForIsForgottenAfterAnHourThoughNoOtherMessageComes() {
    send(large(), Uploads.RAW, raw);
    fixture.ask("UPDATE upload_slice SET stored_at = '" + fixture.now + "' RETURNING position");
    fixture.pass(Duration.ofMinutes(59));
    await(fixture.due.sweep(fixture.now, 100));
    assertEquals("3", fixture.ask("SELECT count(*) FROM upload_slice"));
    fixture.pass(Duration.ofMinutes(1));
    await(fixture.due.sweep(fixture.now, 2));
    assertEquals("1", fixture.ask("SELECT count(*) FROM upload_slice"), "no more than asked for");
    await(fixture.due.sweep(fixture.now, 2));
    assertEquals("0", fixture.ask("SELECT count(*) FROM upload_slice"));
  }
}
