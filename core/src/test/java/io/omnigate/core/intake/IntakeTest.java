package io.omnigate.core.intake;

import static io.omnigate.core.intake.CoreNode.get;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.core.TestPostgres;
import io.omnigate.core.contact.Identity;
import io.omnigate.core.error.Failure;
import io.omnigate.core.ticket.Status;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole core, over the event bus and on a real server. */
class IntakeTest {
  private final List<CoreNode> nodes = new ArrayList<>();
  private String url = "";
  private CoreNode node;

  @BeforeEach
  void start() throws Exception {
    url = TestPostgres.freshDatabase();
    node = join(IntakeLimits.DEFAULT);
  }

  @AfterEach
  void stop() throws Exception {
    for (CoreNode each : nodes) {
      each.close();
    }
  }

  @Test
  void messageIsDurableOnceItsReceiptIsGiven() throws Exception {
    Receipt receipt = node.accept(Messages.chat("s").text("Hello").raw("{\"text\":\"Hello\"}"));

    assertTrue(receipt.created());
    assertEquals(Status.NEW, receipt.status());
    Row inbound = node.query("SELECT * FROM inbound").getFirst();
    assertEquals("{\"text\":\"Hello\"}", inbound.getBuffer("raw").toString());
    assertEquals(receipt.ticket().value(), inbound.getString("ticket"));
    assertEquals(receipt.visitor().value(), inbound.getString("visitor"));
  }

  @Test
  void thousandContactsSentTwiceAtOnceAreStoredOnceEach() throws Exception {
    List<InboundMessage> messages = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      messages.add(Messages.chat("session-" + i).key("key-" + i).text("Contact " + i).build());
    }
    List<InboundMessage> twice = new ArrayList<>(messages);
    for (int i = 0; i < 1_000; i++) {
      twice.add(Messages.chat("session-" + i).key("key-" + i).text("Contact " + i).build());
    }
    Collections.shuffle(twice, new Random(7));

    List<Future<Receipt>> receipts = twice.stream().map(node.intake()::accept).toList();
    get(Future.all(receipts));

    Set<String> tickets = new HashSet<>();
    receipts.forEach(each -> tickets.add(each.result().ticket().value()));
    assertEquals(1_000, tickets.size());
    assertEquals(1_000, receipts.stream().filter(each -> each.result().duplicate()).count());
    assertEquals(1_000, node.count("inbound"));
    assertEquals(1_000, node.count("ticket"));
    assertEquals(2_000, node.count("entry"));
    assertEquals(1_000, counted("stored"));
    assertEquals(1_000, counted("duplicate"));
  }

  @Test
  void burstOnOneConversationKeepsItsOrderWithoutGaps() throws Exception {
    List<Future<Receipt>> receipts = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      receipts.add(node.intake().accept(Messages.chat("s").text("line " + i).build()));
    }
    get(Future.all(receipts));

    List<Row> entries = node.query("SELECT seq, body FROM entry WHERE kind = 0 ORDER BY seq");
    for (int i = 0; i < 200; i++) {
      assertEquals("line " + i, entries.get(i).getString("body"));
    }
    Row ticket = node.query("SELECT last_seq, version, message_count FROM ticket").getFirst();
    assertEquals(201, ticket.getInteger("last_seq"));
    assertEquals(200, ticket.getLong("version"));
    assertEquals(200, ticket.getInteger("message_count"));
    assertEquals(201, node.query("SELECT max(seq) FROM entry").getFirst().getInteger(0));
  }

  @Test
  void sameKeyWithOtherBytesIsRefusedAndNothingOfItIsKept() throws Exception {
    node.accept(Messages.chat("s").key("k").text("one"));

    Failure refused =
        failure(node.intake().accept(Messages.chat("other").key("k").text("two").build()));

    assertEquals("idempotency-key-reused", refused.code());
    assertEquals(1, node.count("inbound"));
    assertEquals(1, node.count("identity"));
  }

  @Test
  void poisonMessageIsQuarantinedAloneAndTheOthersOfItsBatchAreStored() throws Exception {
    node.query("ALTER TABLE entry ADD CONSTRAINT no_poison CHECK (body NOT LIKE '%poison%')");
    List<Future<Receipt>> receipts = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String text = i == 11 ? "poison" : "fine " + i;
      receipts.add(node.intake().accept(Messages.chat("s" + i).key("k" + i).text(text).build()));
    }
    get(Future.all(receipts));

    assertTrue(receipts.get(11).result().quarantined());
    assertEquals(19, node.count("ticket"));
    Row kept = node.query("SELECT * FROM inbound WHERE outcome = 1").getFirst();
    assertEquals("poison", kept.getBuffer("raw").toString());
    assertTrue(kept.getString("reason").contains("no_poison"));
    assertEquals(1, counted("quarantined"));
    assertEquals(19, counted("stored"));
    Receipt again = node.accept(Messages.chat("s11").key("k11").text("poison"));
    assertTrue(again.duplicate() && again.quarantined());
  }

  @Test
  void factsThatSpellOutAnEscapeAreStoredAsTheyAre() throws Exception {
    String page = "c:\\u0000\\" + '\0' + "end";
    Receipt receipt = node.accept(Messages.chat("s").fact("page", page));

    assertFalse(receipt.quarantined());
    assertEquals(
        "c:\\u0000\\end",
        node.query("SELECT facts->>'page' FROM entry WHERE kind = 0").getFirst().getString(0));
  }

  @Test
  void payloadSharedByManyMessagesCountsOnceAgainstTheBounds() throws Exception {
    RawPayload shared = RawPayload.shared(Buffer.buffer(new byte[1 << 20]));
    List<Future<Receipt>> receipts = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      receipts.add(node.intake().accept(Messages.chat("s" + i).raw(shared).build()));
    }
    get(Future.all(receipts));

    assertEquals(400, node.count("inbound"));
    assertEquals(1, node.count("payload"));
  }

  @Test
  void visitorIsRecognisedByEachOfTheirAddresses() throws Exception {
    Receipt first = node.accept(Messages.chat("s").claims(Identity.Kind.EMAIL, "ann@example.com"));
    Receipt byMail = node.accept(Messages.mail("ann@example.com", "<1@x>"));
    Receipt byOther =
        node.accept(Messages.chat("t").claims(Identity.Kind.EMAIL, "ann@example.com"));
    Receipt stranger = node.accept(Messages.mail("bob@example.com", "<2@x>"));

    assertEquals(first.visitor(), byMail.visitor());
    assertEquals(first.visitor(), byOther.visitor());
    assertNotEquals(first.visitor(), stranger.visitor());
    assertNotEquals(first.ticket(), byMail.ticket());
    assertTrue(
        node.query("SELECT verified FROM identity WHERE value = 'ann@example.com'")
            .getFirst()
            .getBoolean(0));
  }

  @Test
  void conversationThatOnlySeemedNewIsJoinedAllTheSame() throws Exception {
    Receipt first = node.accept(Messages.chat("s").begins(true));
    List<Future<Receipt>> receipts = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      receipts.add(node.intake().accept(Messages.chat("s").begins(true).build()));
      receipts.add(node.intake().accept(Messages.chat("other" + i).begins(true).build()));
    }
    get(Future.all(receipts));

    List<Receipt> joined =
        receipts.stream()
            .map(Future::result)
            .filter(each -> Objects.equals(each.ticket(), first.ticket()))
            .toList();
    assertEquals(20, joined.size());
    assertEquals(Set.of(first.visitor()), joined.stream().map(Receipt::visitor).collect(toSet()));
    assertEquals(21, node.count("ticket"));
    assertEquals(21, node.count("contact"));
    assertEquals(21, node.count("identity"));
  }

  @Test
  void namedContactGetsNoVisitorId() throws Exception {
    assertNull(node.accept(Messages.chat("s").name("Ann")).visitor());
  }

  @Test
  void mailThreadIsJoinedByItsParticipantOnly() throws Exception {
    Receipt first = node.accept(Messages.mail("ann@example.com", "<1@x>"));
    Receipt second = node.accept(Messages.mail("ann@example.com", "<2@x>", "<1@x>"));
    Receipt forged = node.accept(Messages.mail("eve@example.com", "<3@x>", "<1@x>"));

    assertEquals(first.ticket(), second.ticket());
    assertFalse(second.created());
    assertNotEquals(first.ticket(), forged.ticket());
    assertEquals(
        "unverified-sender",
        node.query("SELECT tags[1] FROM ticket WHERE id = $1", forged.ticket().value())
            .getFirst()
            .getString(0));
  }

  @Test
  void closedTicketIsContinuedInAFollowUpAndTheNextMessageGoesThere() throws Exception {
    Receipt first = node.accept(Messages.mail("ann@example.com", "<1@x>"));
    node.query(
        "UPDATE ticket SET status = 5, closed_at = now(), waiting_since = NULL, due_at = NULL");

    Receipt second = node.accept(Messages.mail("ann@example.com", "<2@x>", "<1@x>"));
    Receipt third = node.accept(Messages.mail("ann@example.com", "<3@x>", "<1@x>"));

    assertNotEquals(first.ticket(), second.ticket());
    assertTrue(second.created());
    assertEquals(second.ticket(), third.ticket());
    Row old = node.query("SELECT * FROM ticket WHERE id = $1", first.ticket().value()).getFirst();
    assertEquals(second.ticket().value(), old.getString("continued_in"));
    assertEquals(Status.CLOSED.code(), old.getShort("status").intValue());
  }

  @Test
  void twoCoreNodesThatGetTheSameMessagesStoreEachOnce() throws Exception {
    CoreNode other = join(IntakeLimits.DEFAULT);
    List<Future<Receipt>> receipts = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      for (CoreNode each : List.of(node, other)) {
        Messages message =
            Messages.chat("s" + i % 40)
                .key("k" + i)
                .text("text " + i)
                .begins(i < 40)
                .claims(Identity.Kind.EMAIL, "user" + i % 15 + "@example.com");
        receipts.add(each.intake().accept(message.build()));
      }
    }
    get(Future.all(receipts));

    assertEquals(300, node.count("inbound"));
    assertEquals(40, node.count("ticket"));
    assertEquals(
        0,
        node.query(
                "SELECT ticket FROM entry GROUP BY ticket"
                    + " HAVING count(*) <> max(seq) OR min(seq) <> 1")
            .size());
    assertEquals(
        0,
        node.query(
                "SELECT FROM identity i LEFT JOIN contact c ON c.id = i.contact WHERE c.id IS NULL")
            .size());
    assertEquals(300, receipts.stream().filter(each -> each.result().duplicate()).count());
  }

  @Test
  void overTheBoundMessagesAreRefusedAndNotStored() throws Exception {
    CoreNode small = join(new IntakeLimits(1, 1, 1 << 20, 5, 1 << 20, Duration.ofSeconds(4)));
    List<Future<Receipt>> receipts = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      receipts.add(small.intake().accept(Messages.chat("s" + i).build()));
    }
    get(Future.join(receipts).otherwiseEmpty());

    List<Future<Receipt>> refused = receipts.stream().filter(Future::failed).toList();
    assertFalse(refused.isEmpty());
    for (Future<Receipt> each : refused) {
      assertEquals(Failure.Kind.TOO_MANY, assertInstanceOf(Failure.class, each.cause()).kind());
    }
    assertEquals(50 - refused.size(), node.count("inbound"));
  }

  @Test
  void aChannelThatFloodsLeavesTheOthersTheirRoomAndTheirTurn() throws Exception {
    CoreNode small = join(new IntakeLimits(1, 4, 1 << 20, 40, 1 << 20, Duration.ofSeconds(4)));
    List<Future<Receipt>> flood = new ArrayList<>();
    List<String> order = java.util.Collections.synchronizedList(new ArrayList<>());
    for (int i = 0; i < 200; i++) {
      flood.add(
          small.intake().accept(Messages.chat("f" + i).build()).onSuccess(r -> order.add("flood")));
    }
    Future<Receipt> other =
        small.intake().accept(Messages.form().build()).onSuccess(r -> order.add("other"));
    Future<?> all = Future.join(flood).otherwiseEmpty();
    get(other);
    get(all);

    long stored = flood.stream().filter(Future::succeeded).count();
    assertTrue(stored >= 20 && stored < 200, "half of the room for one channel: " + stored);
    assertTrue(order.indexOf("other") < 10, "it waited behind the flood: " + order);
  }

  @Test
  void brokenConnectionsAreReplacedAndNothingIsLost() throws Exception {
    node.accept(Messages.chat("before"));
    node.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            + " WHERE datname = current_database() AND pid <> pg_backend_pid()");

    Receipt receipt = node.accept(Messages.chat("after"));

    assertFalse(receipt.duplicate());
    assertEquals(2, node.count("ticket"));
  }

  private CoreNode join(IntakeLimits limits) throws Exception {
    CoreNode joined = CoreNode.start(url, limits);
    nodes.add(joined);
    return joined;
  }

  private long counted(String outcome) {
    return (long)
        node.registry().find("omnigate.messages").tag("outcome", outcome).counters().stream()
            .mapToDouble(each -> each.count())
            .sum();
  }

  private static Failure failure(Future<?> future) {
    ExecutionException failed = assertThrows(ExecutionException.class, () -> get(future));
    return assertInstanceOf(Failure.class, failed.getCause());
  }
}
