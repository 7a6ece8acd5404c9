package io.omnigate.core.store;

import io.omnigate.core.contact.Identity;
import io.omnigate.core.contact.VisitorId;
import io.omnigate.core.id.Ulid;
import io.omnigate.core.intake.BatchView;
import io.omnigate.core.intake.BatchView.ConversationKey;
import io.omnigate.core.intake.BatchView.IdentityKey;
import io.omnigate.core.intake.BatchView.InboundKey;
import io.omnigate.core.intake.BatchView.KnownContact;
import io.omnigate.core.intake.BatchView.KnownIdentity;
import io.omnigate.core.intake.BatchView.KnownInbound;
import io.omnigate.core.intake.BatchView.LockedTicket;
import io.omnigate.core.intake.InboundMessage;
import io.omnigate.core.intake.InboundMessage.Candidate;
import io.omnigate.core.intake.Receipt;
import io.omnigate.core.ticket.Status;
import io.omnigate.core.ticket.TicketId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a batch needs to know: begins, claims and looks up in one round trip; a second one locks the
 * tickets that go on, where there are any.
 */
final class BatchReader {
  private static final Sql SQL = Sql.of("intake.sql");
  private static final short QUARANTINED = 1;

  private BatchReader() {}

  static Future<BatchView> read(SqlConnection connection, List<InboundMessage> messages) {
    Future<RowSet<Row>> begun = connection.query("BEGIN").execute();
    Future<RowSet<Row>> known = run(connection, "read-known", inboundKeys(messages));
    Map<Identity, UUID> claims = identities(messages);
    Future<RowSet<Row>> claimed = none();
    Future<RowSet<Row>> identities = none();
    if (!claims.isEmpty()) {
      claimed = run(connection, "claim-identities", identityColumns(claims, true));
      identities = run(connection, "read-identities", identityColumns(claims, false));
    }
    Tuple keys = conversationKeys(messages);
    Future<RowSet<Row>> conversations =
        keys == null ? none() : run(connection, "read-conversations", keys);
    Future<RowSet<Row>> whose = identities;
    return Future.join(List.of(begun, known, claimed, whose, conversations))
        .compose(done -> lock(connection, conversations.result()))
        .map(locked -> view(known.result(), whose.result(), conversations.result(), locked));
  }

  /** Only where a ticket goes on; most contacts are new, and wait for no second round trip. */
  private static Future<RowSet<Row>> lock(
      SqlConnection connection, @Nullable RowSet<Row> conversations) {
    Set<String> tickets = new TreeSet<>();
    each(conversations, row -> tickets.add(row.getString("goes_on")));
    return tickets.isEmpty()
        ? none()
        : run(
            connection, "lock-tickets", Tuple.from(new Object[] {tickets.toArray(String[]::new)}));
  }

  private static Tuple identityColumns(Map<Identity, UUID> claims, boolean toClaim) {
    Columns<Map.Entry<Identity, UUID>> columns =
        Columns.of(List.copyOf(claims.entrySet()))
            .smallint(each -> each.getKey().kind().ordinal())
            .text(each -> each.getKey().value())
            .add(UUID.class, Map.Entry::getValue);
    return toClaim
        ? columns.add(Boolean.class, each -> each.getKey().verified()).tuple()
        : columns.tuple();
  }

  /** One row for each address that may be known, in the order everybody claims them. */
  private static Map<Identity, UUID> identities(List<InboundMessage> messages) {
    Map<IdentityKey, Identity> first = new HashMap<>();
    Map<Identity, UUID> claims = new TreeMap<>();
    for (InboundMessage message : messages) {
      for (Identity identity : message.sender().identities()) {
        if (message.isFresh(identity)) {
          continue;
        }
        IdentityKey key = new IdentityKey(identity.kind(), identity.value());
        if (first.putIfAbsent(key, identity) == null) {
          claims.put(identity, Ulid.toUuid(message.ids().message()));
        }
      }
    }
    return claims;
  }

  private static Tuple inboundKeys(List<InboundMessage> messages) {
    return Columns.of(messages)
        .text(each -> each.origin().channel())
        .text(each -> each.origin().key())
        .tuple();
  }

  private static @Nullable Tuple conversationKeys(List<InboundMessage> messages) {
    Set<ConversationKey> keys = new LinkedHashSet<>();
    Set<String> named = new LinkedHashSet<>();
    for (InboundMessage message : messages) {
      if (message.threading().begins()) {
        continue;
      }
      String channel = message.origin().channel();
      message.threading().claims().forEach(key -> keys.add(new ConversationKey(channel, key)));
      for (Candidate candidate : message.threading().candidates()) {
        switch (candidate) {
          case Candidate.ByKey(String key) -> keys.add(new ConversationKey(channel, key));
          case Candidate.ByTicket(TicketId ticket) -> named.add(ticket.value());
        }
      }
    }
    return keys.isEmpty() && named.isEmpty()
        ? null
        : Columns.of(new ArrayList<>(keys))
            .text(ConversationKey::channel)
            .text(ConversationKey::key)
            .tuple((Object) named.toArray(String[]::new));
  }

  private static BatchView view(
      RowSet<Row> known,
      @Nullable RowSet<Row> whose,
      @Nullable RowSet<Row> where,
      @Nullable RowSet<Row> locked) {
    Map<InboundKey, KnownInbound> inbound = new HashMap<>();
    known.forEach(row -> inbound.put(inboundKey(row), knownInbound(row)));
    Map<IdentityKey, KnownIdentity> identities = new HashMap<>();
    each(whose, row -> identities.put(identityKey(row), knownIdentity(row)));
    Map<ConversationKey, TicketId> conversations = new HashMap<>();
    Map<TicketId, TicketId> continuations = new HashMap<>();
    each(
        where,
        row -> {
          TicketId ticket = new TicketId(row.getString("ticket"));
          continuations.put(ticket, new TicketId(row.getString("goes_on")));
          if (row.getString("key") != null) {
            conversations.put(
                new ConversationKey(row.getString("channel"), row.getString("key")), ticket);
          }
        });
    Map<TicketId, LockedTicket> tickets = new HashMap<>();
    each(
        locked,
        row -> {
          LockedTicket ticket = lockedTicket(row);
          tickets.put(ticket.id(), ticket);
        });
    return new BatchView(inbound, identities, conversations, tickets, continuations);
  }

  private static InboundKey inboundKey(Row row) {
    return new InboundKey(row.getString("channel"), row.getString("key"));
  }

  private static KnownInbound knownInbound(Row row) {
    return new KnownInbound(receipt(row), row.getBuffer("raw_sha256"));
  }

  static Receipt receipt(Row row) {
    String ticket = row.getString("ticket");
    Short status = row.getShort("status");
    return new Receipt(
        ticket == null ? null : new TicketId(ticket),
        row.getString("message"),
        visitor(row),
        status == null ? null : Status.ofCode(status),
        row.getBoolean("created"),
        false,
        row.getShort("outcome") == QUARANTINED);
  }

  private static IdentityKey identityKey(Row row) {
    return new IdentityKey(Identity.Kind.values()[row.getShort("kind")], row.getString("value"));
  }

  private static KnownIdentity knownIdentity(Row row) {
    UUID contact = row.getUUID("contact");
    return new KnownIdentity(
        contact,
        row.getBoolean("verified"),
        row.getBoolean("stored")
            ? new KnownContact(contact, visitor(row), row.getString("name"))
            : null);
  }

  private static @Nullable VisitorId visitor(Row row) {
    String visitor = row.getString("visitor");
    return visitor == null ? null : new VisitorId(visitor);
  }

  private static LockedTicket lockedTicket(Row row) {
    String continuedIn = row.getString("continued_in");
    return new LockedTicket(
        new TicketId(row.getString("id")),
        TicketRows.state(row),
        row.getUUID("contact"),
        row.getInteger("last_seq"),
        row.getLong("version"),
        row.getInteger("message_count"),
        row.getString("preview"),
        row.getString("recipient"),
        continuedIn == null ? null : new TicketId(continuedIn));
  }

  private static void each(@Nullable RowSet<Row> rows, java.util.function.Consumer<Row> consumer) {
    if (rows != null) {
      rows.forEach(consumer);
    }
  }

  private static Future<RowSet<Row>> run(SqlConnection connection, String name, Tuple tuple) {
    return connection.preparedQuery(SQL.get(name)).execute(tuple);
  }

  private static Future<RowSet<Row>> none() {
    return Future.succeededFuture();
  }
}
