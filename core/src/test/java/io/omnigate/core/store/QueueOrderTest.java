package io.omnigate.core.store;

import static io.omnigate.core.store.DeskFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.core.TestSql;
import io.omnigate.core.queue.QueueKey;
import io.omnigate.core.queue.QueueKeys;
import io.omnigate.core.queue.TicketFilter;
import io.omnigate.core.queue.TicketPage;
import io.omnigate.core.ticket.Status;
import io.omnigate.core.ticket.TicketId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/** The total order in SQL against the one in Java, over random places with many ties. */
class QueueOrderTest {
  private static DeskFixture fixture;

  @BeforeContainer
  static void open() {
    fixture = new DeskFixture();
  }

  @AfterContainer
  static void close() {
    fixture.close();
  }

  @Property(tries = 25, shrinking = ShrinkingMode.OFF)
  void sqlAndJavaOrderTicketsAlikePageByPage(
      @ForAll("places") List<QueueKey> places,
      @ForAll("statuses") Set<Status> statuses,
      @ForAll("limits") int limit) {
    Map<TicketId, QueueKey> distinct = new HashMap<>();
    places.forEach(place -> distinct.putIfAbsent(place.id(), place));
    Map<TicketId, Status> stored = store(distinct);

    List<QueueKey> expected =
        distinct.values().stream()
            .filter(key -> statuses.isEmpty() || statuses.contains(stored.get(key.id())))
            .sorted()
            .toList();
    TicketFilter filter = new TicketFilter(statuses, Set.of(), Set.of(), Set.of(), null, null);
    assertEquals(expected, pages(filter, limit));
    assertEquals(expected.size(), await(fixture.reader.count(filter)));
  }

  /** An overdue ticket has a due time, and a queued one waits. */
  private static Map<TicketId, Status> store(Map<TicketId, QueueKey> places) {
    TestSql.run(fixture.url, "SET session_replication_role = replica; DELETE FROM ticket");
    Map<TicketId, Status> statuses = new HashMap<>();
    List<QueueKey> keys = List.copyOf(places.values());
    for (int i = 0; i < keys.size(); i++) {
      QueueKey key = keys.get(i);
      boolean waits = key.dueAt() != null && key.waitingSince() != null;
      Status[] possible =
          waits
              ? new Status[] {Status.NEW, Status.OPEN, Status.SPAM, Status.ANSWERED}
              : new Status[] {Status.ANSWERED, Status.SPAM};
      statuses.put(key.id(), possible[i % possible.length]);
    }
    fixture.tickets.place(keys, statuses);
    return statuses;
  }

  private static List<QueueKey> pages(TicketFilter filter, int limit) {
    List<QueueKey> found = new ArrayList<>();
    @Nullable QueueKey after = null;
    do {
      TicketPage page = await(fixture.reader.list(filter, limit, after));
      page.tickets().forEach(ticket -> found.add(QueueKey.of(ticket)));
      assertTrue(page.tickets().size() <= limit);
      after = page.next();
    } while (after != null);
    assertEquals(found.size(), new HashSet<>(found).size());
    return found;
  }

  @Provide
  Arbitrary<List<QueueKey>> places() {
    return QueueKeys.any()
        .filter(key -> !key.overdue() || key.dueAt() != null)
        .list()
        .ofMinSize(0)
        .ofMaxSize(120);
  }

  @Provide
  Arbitrary<Set<Status>> statuses() {
    return Arbitraries.of(
        Set.of(),
        Set.of(Status.NEW, Status.OPEN),
        Set.of(Status.OPEN),
        Set.of(Status.ANSWERED),
        Set.of(Status.NEW, Status.ANSWERED, Status.SPAM));
  }

  @Provide
  Arbitrary<Integer> limits() {
    return Arbitraries.of(1, 7, 50, 200);
  }
}
