package io.omnigate.core.store;

import io.omnigate.core.TestSql;
import io.omnigate.core.queue.QueueKey;
import io.omnigate.core.queue.QueueKeys;
import io.omnigate.core.sla.Targets;
import io.omnigate.core.ticket.Priority;
import io.omnigate.core.ticket.Status;
import io.omnigate.core.ticket.TicketId;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Puts tickets into a database as the intake would, by plain SQL. */
final class TestTickets {
  private static final AtomicLong SEED = new AtomicLong();

  private static final UUID PLACED = UUID.fromString("00000000-0000-0000-0000-00000000000a");

  private final String url;

  TestTickets(String url) {
    this.url = url;
  }

  /** A new e-mail ticket of a new contact, with its message and its raw payload. */
  TicketId arrive(Priority priority, Instant at) {
    return arrive(priority, at, UUID.randomUUID(), "ann.customer@mail.example", "Where is it?");
  }

  /** The same of a given contact, added where it is missing. */
  TicketId arrive(Priority priority, Instant at, UUID contact, String email, String text) {
    TicketId id = QueueKeys.id(SEED.incrementAndGet());
    String due = time(Targets.due(priority, at));
    try (Connection connection = TestSql.connect(url)) {
      connection.setAutoCommit(false);
      run(
          connection,
          """
          INSERT INTO contact (id, visitor, name, email, phone, created_at)
          VALUES (?::uuid, NULL, 'Customer Carla', ?, '+302101234567', ?::timestamptz)
          ON CONFLICT (id) DO NOTHING""",
          contact.toString(),
          email,
          time(at));
      run(
          connection,
          """
          INSERT INTO identity (kind, value, contact, verified)
          VALUES (0, ?, ?::uuid, true) ON CONFLICT DO NOTHING""",
          contact + email,
          contact.toString());
      run(
          connection,
          """
          INSERT INTO ticket (id, status, priority, subject, channel, kind, department, contact,
            created_at, updated_at, waiting_since, due_at, message_count, preview, last_seq,
            version, recipient)
          VALUES (?, 0, ?::smallint, ?, 'mail', 'email', 'support', ?::uuid, ?::timestamptz,
            ?::timestamptz, ?::timestamptz, ?::timestamptz, 1, ?, 2, 1, ?)""",
          id.value(),
          String.valueOf(priority.code()),
          "About: " + text,
          contact.toString(),
          time(at),
          time(at),
          time(at),
          due,
          text,
          email);
      run(
          connection,
          """
          INSERT INTO entry (ticket, seq, id, at, kind, direction, author_type, author_name, body,
            html, facts)
          VALUES
           (?, 1, 'e1' || ?, ?::timestamptz, 2, 2, 0, 'Customer Carla', 'Ticket created.', NULL,
            '{"event":"created","to":"new"}'),
           (?, 2, 'e2' || ?, ?::timestamptz, 0, 0, 0, 'Customer Carla', ?, ?,
            '{"messageId":"<from-carla@mail.example>"}')""",
          id.value(),
          id.value(),
          time(at),
          id.value(),
          id.value(),
          time(at),
          text,
          "<p>" + text + "</p>");
      run(
          connection,
          """
          INSERT INTO inbound (channel, key, received_at, raw, message, outcome, ticket, status,
            created)
          VALUES ('mail', 'key-' || ?, ?::timestamptz, convert_to(?, 'UTF8'), 'e2' || ?, 0, ?, 0,
            true)""",
          id.value(),
          time(at),
          "From: " + email + "\r\n\r\n" + text,
          id.value(),
          id.value());
      run(
          connection,
          "INSERT INTO conversation (channel, key, ticket) VALUES ('mail', ? || ?, ?)",
          "from:" + email,
          id.value(),
          id.value());
      connection.commit();
      return id;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Bare tickets at given places of the order, all of one contact. */
  void place(List<QueueKey> keys, Map<TicketId, Status> statuses) {
    try (Connection connection = TestSql.connect(url)) {
      connection.setAutoCommit(false);
      run(
          connection,
          "INSERT INTO contact (id, name, created_at) VALUES (?::uuid, 'Placed', now())"
              + " ON CONFLICT DO NOTHING",
          PLACED.toString());
      for (QueueKey key : keys) {
        Status status = Objects.requireNonNull(statuses.get(key.id()));
        run(
            connection,
            """
            INSERT INTO ticket (id, status, priority, subject, channel, kind, department, contact,
              created_at, updated_at, waiting_since, due_at, overdue, message_count, preview,
              last_seq, version, recipient)
            VALUES (?, ?::smallint, ?::smallint, '', 'chat', 'chat', 'support', ?::uuid, now(),
              now(), ?::timestamptz, ?::timestamptz, ?::boolean, 1, '', 0, 1, '')""",
            key.id().value(),
            String.valueOf(status.code()),
            String.valueOf(key.priority().code()),
            PLACED.toString(),
            key.waitingSince() == null ? null : time(key.waitingSince()),
            key.dueAt() == null ? null : time(key.dueAt()),
            String.valueOf(key.overdue()));
      }
      connection.commit();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Adds messages with that much HTML each, up to the entry {@code last}. */
  void write(TicketId id, int last, int bytes) {
    TestSql.run(
        url,
        """
        INSERT INTO entry (ticket, seq, id, at, kind, direction, author_type, body, html)
        SELECT id, seq, id || seq, now(), 0, 0, 0, 'x', repeat('x', %2$d)
        FROM ticket, generate_series(last_seq + 1, %3$d) AS seq WHERE id = '%1$s';
        UPDATE ticket SET last_seq = %3$d WHERE id = '%1$s'"""
            .formatted(id, bytes, last));
  }

  /** Attaches a file to a ticket's first message. */
  void attach(TicketId id, String name, String bytes) {
    String hex = HexFormat.of().formatHex(bytes.getBytes(StandardCharsets.UTF_8));
    try (Connection connection = TestSql.connect(url)) {
      run(
          connection,
          """
          INSERT INTO blob (sha256, bytes)
          VALUES (sha256(decode(?, 'hex')), decode(?, 'hex')) ON CONFLICT DO NOTHING""",
          hex,
          hex);
      run(
          connection,
          """
          INSERT INTO attachment (id, ticket, seq, position, name, media_type, size, content_id,
            sha256)
          VALUES (?, ?, 2, 0, ?, 'text/plain', 1, 'cid@mail.example', sha256(decode(?, 'hex')))""",
          "a-" + id + name.hashCode(),
          id.value(),
          name,
          hex);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String time(Instant at) {
    return at.atOffset(ZoneOffset.UTC).toString();
  }

  private static void run(Connection connection, String sql, @Nullable String... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setString(i + 1, values[i]);
      }
      statement.executeUpdate();
    }
  }
}
