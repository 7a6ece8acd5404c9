package io.omnigate.core.store;

import static io.omnigate.core.store.DeskFixture.ANN;
import static io.omnigate.core.store.DeskFixture.BOB;
import static io.omnigate.core.store.DeskFixture.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.core.TestSql;
import io.omnigate.core.agent.Agent;
import io.omnigate.core.desk.AgentUploads;
import io.omnigate.core.desk.AgentUploads.NewFile;
import io.omnigate.core.desk.Command;
import io.omnigate.core.error.Failure;
import io.omnigate.core.intake.Attachment;
import io.omnigate.core.intake.RawPayload;
import io.omnigate.core.intake.Spooled;
import io.omnigate.core.ticket.Entry.AttachmentInfo;
import io.omnigate.core.ticket.Priority;
import io.omnigate.core.ticket.TicketId;
import io.omnigate.core.ticket.Trigger;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that wait for the answer they belong to. */
class PgAgentUploadsTest extends DeskTest {
  private final Buffer film = random(700_001);
  @TempDir private Path folder;
  private final PgAgentUploads uploads =
      new PgAgentUploads(fixture.vertx, fixture.database, new Random(), () -> fixture.now);

  private NewFile file(Buffer bytes) {
    try {
      Path path = Files.createTempFile(folder, "spooled", "");
      Files.write(path, bytes.getBytes());
      return new NewFile(
          "film.mp4", "video/mp4", new Spooled(path, bytes.length()), RawPayload.sha256(bytes));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private String keep(Agent by, Buffer bytes) {
    return await(uploads.keep(by, file(bytes)));
  }

  private Command.Reply reply(TicketId id, Agent by, String... named) {
    Attachment small = new Attachment("a.txt", "text/plain", Buffer.buffer("first"), null);
    return new Command.Reply(id, by, null, "See", null, List.of(small), List.of(named));
  }

  private TicketId ticket() {
    return fixture.tickets.arrive(Priority.NORMAL, fixture.now);
  }

  @Test
  void anUploadBecomesAFileOfTheAnswerThatNamesIt() {
    TicketId id = ticket();
    String one = keep(ANN, film);
    String two = keep(ANN, random(3));
    assertEquals("0", fixture.ask("SELECT count(*) FROM upload_slice"));

    fixture.perform(reply(id, ANN, two, one));

    List<AttachmentInfo> files =
        fixture.thread(id).entries().stream()
            .filter(entry -> !entry.attachments().isEmpty())
            .findFirst()
            .orElseThrow()
            .attachments();
    assertEquals(List.of(5L, 3L, 700_001L), files.stream().map(AttachmentInfo::size).toList());
    assertEquals("film.mp4", files.getLast().name());
    assertEquals("video/mp4", files.getLast().mediaType());
    var stored = await(fixture.reader.attachment(files.getLast().id())).orElseThrow();
    assertArrayEquals(
        film.getBytes(), await(fixture.reader.bytes(stored, 0, film.length())).getBytes());
    assertEquals("0", fixture.ask("SELECT count(*) FROM agent_upload"));
  }

  @Test
  void anotherAgentsAnUnknownAndAUsedUploadAreAllTheSame() {
    TicketId id = ticket();
    String hers = keep(ANN, film);
    Failure foreign = refused(reply(id, BOB, hers));
    assertEquals("unknown-upload", foreign.code());
    assertEquals(List.of(hers), foreign.more().get("uploads"));
    assertEquals(foreign.getMessage(), refused(reply(id, BOB, "no such")).getMessage());
    assertEquals("unknown-upload", refused(reply(id, ANN, hers, hers)).code());
    assertEquals("0", fixture.ask("SELECT count(*) FROM attachment"), "nothing half done");

    fixture.perform(reply(id, ANN, hers));
    assertEquals("unknown-upload", refused(reply(id, ANN, hers)).code());
    assertEquals("not-found", notFound(BOB, keep(ANN, film)));
    assertEquals("not-found", notFound(ANN, hers));
  }

  /** The codes of both are the same; told apart by nothing. */
  private String notFound(Agent by, String id) {
    Failure failure = fixture.refused(uploads.drop(by, id));
    assertEquals("unknown-upload", failure.code());
    return failure.kind() == Failure.Kind.NOT_FOUND ? "not-found" : "something else";
  }

  private Failure refused(Command command) {
    return fixture.refused(fixture.desk.perform(command));
  }

  @Test
  void anAnswerThatIsRefusedLeavesTheUploadForTheNextTry() {
    TicketId id = ticket();
    String one = keep(ANN, film);
    Command.Reply stale = new Command.Reply(id, ANN, 99L, "See", null, List.of(), List.of(one));
    assertEquals(Failure.Kind.STALE, refused(stale).kind());
    fixture.perform(reply(id, ANN, one));
  }

  @Test
  void ofTwoAnswersAtOnceOneHasTheUpload() {
    TicketId first = ticket();
    TicketId second = ticket();
    String one = keep(ANN, film);
    Future<?> both =
        Future.join(
            fixture.desk.perform(reply(first, ANN, one)),
            fixture.desk.perform(reply(second, ANN, one)));
    assertEquals("unknown-upload", fixture.refused(both).code());
    assertEquals("1", fixture.ask("SELECT count(*) FROM attachment WHERE name = 'film.mp4'"));
  }

  @Test
  void theSameBytesAreKeptOnceAndAsLongAsAnythingNeedsThem() {
    TicketId id = ticket();
    String one = keep(ANN, film);
    String two = keep(BOB, film);
    fixture.perform(reply(id, ANN, one));
    assertEquals("1", fixture.ask("SELECT count(*) FROM blob WHERE length(bytes) = 700001"));

    fixture.pull(id, Trigger.DELETE);
    fixture.pull(id, Trigger.PURGE);
    assertEquals("1", fixture.ask("SELECT count(*) FROM blob"), "Bob's upload needs it");
    TicketId other = ticket();
    String three = keep(ANN, film);
    fixture.perform(reply(other, BOB, two));
    await(uploads.drop(ANN, three));
    assertEquals("2", fixture.ask("SELECT count(*) FROM blob"), "the other answer needs it");
    String four = keep(ANN, random(10));
    await(uploads.drop(ANN, four));
    assertEquals("2", fixture.ask("SELECT count(*) FROM blob"));
  }

  @Test
  void whatNoAnswerTookIsDroppedAfterADay() {
    keep(ANN, film);
    fixture.pass(Duration.ofHours(23));
    keep(BOB, film);
    String young = keep(BOB, random(9));
    fixture.pass(Duration.ofMinutes(59));
    await(fixture.due.sweep(fixture.now, 100));
    assertEquals("3", fixture.ask("SELECT count(*) FROM agent_upload"));
    fixture.pass(Duration.ofMinutes(1));
    await(fixture.due.sweep(fixture.now, 100));
    assertEquals("2", fixture.ask("SELECT count(*) FROM agent_upload"));
    assertEquals("2", fixture.ask("SELECT count(*) FROM blob"), "Bob's are younger");
    fixture.pass(Duration.ofDays(1));
    await(fixture.due.sweep(fixture.now, 100));
    assertEquals("0", fixture.ask("SELECT count(*) FROM agent_upload"));
    assertEquals("0", fixture.ask("SELECT count(*) FROM blob"));
    assertEquals("unknown-upload", refused(reply(ticket(), BOB, young)).code());
  }

  @Test
  void anAgentCannotFillTheDatabase() {
    IntStream.range(0, AgentUploads.MOST_FILES - 1)
        .forEach(
            i -> fixture.ask("INSERT INTO blob VALUES ('%d', 'x') RETURNING bytes".formatted(i)));
    fixture.ask(
        "INSERT INTO agent_upload SELECT convert_from(sha256, 'UTF8'), 'ann@desk.example', 'n',"
            + " 'a/b', 1, sha256, now() FROM blob RETURNING id");
    List<Future<String>> five =
        IntStream.range(0, 5).mapToObj(i -> uploads.keep(ANN, file(random(20 + i)))).toList();
    Failure full = fixture.refused(Future.join(five));
    assertEquals("too-many-uploads", full.code());
    assertEquals(Failure.Kind.TOO_MANY, full.kind());
    assertEquals(1, five.stream().filter(Future::succeeded).count());
    assertEquals("50", fixture.ask("SELECT count(*) FROM blob"), "what is refused is not kept");
    keep(BOB, film);

    fixture.ask("UPDATE agent_upload SET size = 20000000 WHERE agent LIKE 'bob%' RETURNING id");
    fixture.ask("DELETE FROM agent_upload WHERE agent LIKE 'ann%' RETURNING id");
    fixture.ask(
        "INSERT INTO agent_upload SELECT 'large', 'ann@desk.example', 'n', 'a/b', 262144000,"
            + " sha256, now() FROM blob LIMIT 1 RETURNING id");
    assertEquals("too-many-uploads", fixture.refused(uploads.keep(ANN, file(film))).code());
  }

  @Test
  void anAnswerHasABoundForItsUploads() {
    TicketId id = ticket();
    String one = keep(ANN, random(10));
    fixture.ask("UPDATE agent_upload SET size = 52428801 RETURNING id");
    Failure large = refused(reply(id, ANN, one));
    assertEquals("attachments-too-large", large.code());
    assertEquals(Failure.Kind.TOO_LARGE, large.kind());
    assertEquals("1", fixture.ask("SELECT count(*) FROM agent_upload"));
  }

  /** As a crash of PostgreSQL leaves an unlogged table. */
  @Test
  void aFileWhoseSlicesGoAwayInTheMiddleIsNotKeptAsTheWhole() {
    NewFile longer = file(film);
    NewFile lying =
        new NewFile("a", "a/b", longer.bytes(), RawPayload.sha256(Buffer.buffer("other")));
    TestSql.run(
        fixture.url,
        """
        CREATE FUNCTION lose() RETURNS trigger LANGUAGE plpgsql AS
          $$ BEGIN DELETE FROM upload_slice WHERE position = 0; RETURN NULL; END $$;
        CREATE TRIGGER lose AFTER INSERT ON upload_slice FOR EACH ROW
          WHEN (NEW.position = 2) EXECUTE FUNCTION lose()""");
    try {
      Failure lost = fixture.refused(uploads.keep(ANN, lying));
      assertEquals(Failure.Kind.UNAVAILABLE, lost.kind());
    } finally {
      TestSql.run(fixture.url, "DROP TRIGGER lose ON upload_slice; DROP FUNCTION lose()");
    }
    assertEquals("0", fixture.ask("SELECT count(*) FROM blob"));
    assertTrue(keep(ANN, film).length() > 20);
  }

  private static Buffer random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return Buffer.buffer(bytes);
  }
}
