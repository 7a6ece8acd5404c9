package io.omnigate.core.store;

import static io.omnigate.core.store.DeskFixture.ANN;
import static io.omnigate.core.store.DeskFixture.START;
import static io.omnigate.core.store.DeskFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.core.desk.Command;
import io.omnigate.core.desk.TicketReader.QueueFigures;
import io.omnigate.core.desk.TicketReader.StoredFile;
import io.omnigate.core.desk.TicketReader.TicketThread;
import io.omnigate.core.error.Failure;
import io.omnigate.core.queue.QueueKeys;
import io.omnigate.core.queue.TicketFilter;
import io.omnigate.core.ticket.Entry;
import io.omnigate.core.ticket.Priority;
import io.omnigate.core.ticket.Status;
import io.omnigate.core.ticket.Ticket;
import io.omnigate.core.ticket.TicketId;
import io.omnigate.core.ticket.Trigger;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PgTicketReaderTest extends DeskTest {
  private TicketId kettle;
  private TicketId teapot;

  @BeforeEach
  void reset() {
    kettle =
        fixture.tickets.arrive(
            Priority.HIGH, START, UUID.randomUUID(), "kim@mail.example", "My kettle is 100% dead");
    teapot =
        fixture.tickets.arrive(
            Priority.LOW, START, UUID.randomUUID(), "tea@mail.example", "A blue_green teapot");
    fixture.pass(Duration.ofMinutes(30));
  }

  @Test
  void aTicketIsReadWithItsContact() {
    Ticket ticket = await(fixture.reader.find(kettle)).orElseThrow();
    assertEquals("kim@mail.example", ticket.contact().email());
    assertEquals("Customer Carla", ticket.contact().name());
    assertEquals(START, ticket.createdAt());
    assertEquals(START.plus(Duration.ofHours(4)), ticket.dueAt());
    assertEquals(Optional.empty(), await(fixture.reader.find(QueueKeys.id(-9))));
  }

  @Test
  void aThreadIsReadFromAnyEntryOn() {
    fixture.tickets.attach(kettle, "photo.txt", "bytes");
    List<Entry> entries = fixture.thread(kettle).entries();
    assertEquals(List.of(1, 2), entries.stream().map(Entry::seq).toList());
    Entry.AttachmentInfo file = entries.get(1).attachments().getFirst();
    assertEquals("photo.txt", file.name());
    assertEquals("cid@mail.example", file.contentId());
    assertEquals(Map.of("event", "created", "to", "new"), entries.getFirst().facts());
    assertEquals(1, await(fixture.reader.thread(kettle, 2)).orElseThrow().entries().size());
    assertEquals(0, await(fixture.reader.thread(kettle, 3)).orElseThrow().entries().size());
    assertEquals(Optional.empty(), await(fixture.reader.thread(QueueKeys.id(-9), 1)));
  }

  @Test
  void aFileIsReadInSlices() {
    fixture.tickets.attach(kettle, "photo.txt", "0123456789");
    String id = fixture.thread(kettle).entries().get(1).attachments().getFirst().id();
    StoredFile file = await(fixture.reader.attachment(id)).orElseThrow();
    assertEquals("012", await(fixture.reader.bytes(file, 0, 3)).toString());
    assertEquals("789", await(fixture.reader.bytes(file, 7, 100)).toString());
    assertEquals("", await(fixture.reader.bytes(file, 10, 1)).toString());
    StoredFile gone = new StoredFile("x", "a/b", 1, Buffer.buffer("no such hash"));
    assertEquals(
        "not-found",
        assertThrows(Failure.class, () -> await(fixture.reader.bytes(gone, 0, 1))).code());
  }

  @Test
  void aThreadOfHugeEntriesComesInPagesThatFitIntoMemory() {
    int mib = 1 << 20;
    fixture.tickets.write(kettle, 20, mib);
    List<Integer> seen = new ArrayList<>();
    Integer from = 1;
    while (from != null) {
      TicketThread page = await(fixture.reader.thread(kettle, from)).orElseThrow();
      long bytes =
          page.entries().stream()
              .mapToLong(entry -> entry.html() == null ? 0 : entry.html().length())
              .sum();
      assertTrue(bytes > 0 && bytes <= 5 * mib, () -> bytes + " bytes in one page");
      page.entries().forEach(entry -> seen.add(entry.seq()));
      from = page.next();
    }
    assertEquals(IntStream.rangeClosed(1, 20).boxed().toList(), seen);
  }

  @Test
  void anEntryLargerThanAPageIsAPage() {
    fixture.tickets.write(kettle, 4, 5_000_000);
    TicketThread page = await(fixture.reader.thread(kettle, 3)).orElseThrow();
    assertEquals(List.of(3), page.entries().stream().map(Entry::seq).toList());
    assertEquals(4, page.next());
    assertNull(await(fixture.reader.thread(kettle, 4)).orElseThrow().next());
  }

  @Test
  void everyFilterNarrowsTheListAndTheCount() {
    patch(teapot, new Command.Patch(teapot, ANN, null, null, "sales", assigned(), null, null));
    fixture.pull(teapot, Trigger.RESOLVE);
    TicketFilter all = TicketFilter.ALL;
    assertFinds(List.of(kettle, teapot), all);
    assertFinds(List.of(kettle), filter(Set.of(Status.NEW), Set.of(), Set.of(), null, null));
    assertFinds(List.of(teapot), filter(Set.of(Status.RESOLVED), Set.of(), Set.of(), null, null));
    assertFinds(List.of(teapot), filter(Set.of(), Set.of(Priority.LOW), Set.of(), null, null));
    assertFinds(List.of(teapot), filter(Set.of(), Set.of(), Set.of("sales"), null, null));
    assertFinds(List.of(teapot), filter(Set.of(), Set.of(), Set.of(), ANN.email(), null));
    assertFinds(List.of(kettle), filter(Set.of(), Set.of(), Set.of(), "none", null));
    assertFinds(
        List.of(), new TicketFilter(Set.of(), Set.of(), Set.of(), Set.of("chat"), null, null));
  }

  @Test
  void wordsAreFoundInAnyOrderAndWildcardsAreOnlyCharacters() {
    assertFinds(List.of(kettle), text("DEAD kettle"));
    assertFinds(List.of(kettle), text("100%"));
    assertFinds(List.of(), text("10%d"));
    assertFinds(List.of(teapot), text("blue_green"));
    assertFinds(List.of(), text("blue_gre_n"));
    assertFinds(List.of(teapot), text("tea@mail"));
    assertFinds(List.of(kettle, teapot), text("carla 2101234567"));
    assertFinds(List.of(), text("\\"));
    assertFinds(List.of(kettle, teapot), text("  "));
  }

  @Test
  void aTicketIdIsFoundAsPeopleTypeIt() {
    String typed = kettle.value().replace("-", "").toLowerCase(Locale.ROOT);
    assertFinds(List.of(kettle), text(typed));
    assertFinds(List.of(), filter(Set.of(Status.CLOSED), Set.of(), Set.of(), null, kettle.value()));
    assertFinds(List.of(), text(QueueKeys.id(-9).value()));
  }

  @Test
  void figuresTellWhatStandsWhere() {
    fixture.perform(new Command.Reply(teapot, ANN, null, "Here.", null, List.of()));
    fixture.pass(Duration.ofMinutes(30));
    QueueFigures figures = await(fixture.reader.figures());
    assertEquals(1, figures.ticketsByStatus().get("new"));
    assertEquals(1, figures.ticketsByStatus().get("answered"));
    assertEquals(0, figures.ticketsByStatus().get("closed"));
    assertEquals(1, figures.queueDepthByPriority().get("high"));
    assertEquals(0, figures.queueDepthByPriority().get("low"));
    assertEquals(3600, figures.oldestSeconds());
    assertEquals(Map.of("mail", 1L), figures.outboxPending());
    assertEquals(1800, figures.outboxOldestSeconds());
  }

  @Test
  void figuresOfAnEmptyHouseAreNought() {
    fixture.pull(kettle, Trigger.RESOLVE);
    fixture.pull(teapot, Trigger.RESOLVE);
    QueueFigures figures = await(fixture.reader.figures());
    assertEquals(0, figures.oldestSeconds());
    assertTrue(figures.outboxPending().isEmpty());
  }

  private void assertFinds(List<TicketId> expected, TicketFilter filter) {
    List<TicketId> found =
        await(fixture.reader.list(filter, 10, null)).tickets().stream().map(Ticket::id).toList();
    assertEquals(expected, found);
    assertEquals(expected.size(), await(fixture.reader.count(filter)));
  }

  private void patch(TicketId id, Command.Patch patch) {
    assertEquals(id, fixture.perform(patch).id());
  }

  private static Optional<String> assigned() {
    return Optional.of(ANN.email());
  }

  private static TicketFilter text(String text) {
    return filter(Set.of(), Set.of(), Set.of(), null, text);
  }

  private static TicketFilter filter(
      Set<Status> statuses,
      Set<Priority> priorities,
      Set<String> departments,
      @Nullable String assignee,
      @Nullable String text) {
    return new TicketFilter(statuses, priorities, departments, Set.of(), assignee, text);
  }
}
