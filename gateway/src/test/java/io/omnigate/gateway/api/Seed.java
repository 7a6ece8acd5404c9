package io.omnigate.gateway.api;

import io.omnigate.core.TestSql;
import io.omnigate.core.ticket.TicketId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Puts tickets, messages and files into a database by plain SQL. */
final class Seed {
  private static final Instant CAME = Instant.parse("2026-11-01T08:00:00Z");

  private final String url;
  private final Random random = new Random(11);

  Seed(String url) {
    this.url = url;
  }

  /** A new e-mail ticket with one message. */
  TicketId ticket() {
    return ticket(2, CAME, "<p>Where is it?</p>");
  }

  /** The same with a priority's code, a time and the message's HTML. */
  TicketId ticket(int priority, Instant at, String html) {
    TicketId id = TicketId.random(random);
    String contact = UUID.randomUUID().toString();
    String time = at.atOffset(ZoneOffset.UTC).toString();
    try (Connection connection = TestSql.connect(url)) {
      connection.setAutoCommit(false);
      run(
          connection,
          "INSERT INTO contact (id, name, email, created_at)"
              + " VALUES (?::uuid, 'Carla', 'carla@mail.example', ?::timestamptz)",
          contact,
          time);
      run(
          connection,
          """
          INSERT INTO ticket (id, status, priority, subject, channel, kind, department, contact,
            created_at, updated_at, waiting_since, due_at, message_count, preview, last_seq,
            version, recipient)
          SELECT ?, 0, ?::smallint, 'My order', 'mail', 'email', 'support', ?::uuid, at, at, at,
            at + interval '1 day', 1, 'Where is it?', 2, 1, 'carla@mail.example'
          FROM (SELECT ?::timestamptz AS at) AS came""",
          id.value(),
          Integer.toString(priority),
          contact,
          time);
      entry(connection, id, 1, 2, "Ticket created.", null);
      entry(connection, id, 2, 0, "Where is it?", html);
      connection.commit();
      return id;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A file with the ticket's message; its content is its name. */
  /** A file of {@code tens} times the ten digits. */
  void largeFile(TicketId ticket, String id, int tens) {
    try (Connection connection = TestSql.connect(url)) {
      String times = Integer.toString(tens);
      run(
          connection,
          """
          INSERT INTO blob SELECT sha256(b), b
          FROM (SELECT convert_to(repeat('0123456789', ?::int), 'UTF8') AS b) made""",
          times);
      run(
          connection,
          """
          INSERT INTO attachment (id, ticket, seq, position, name, media_type, size, sha256)
          SELECT ?, ?, 2, 0, 'large.bin', 'application/zip', octet_length(bytes), sha256 FROM blob
          WHERE octet_length(bytes) = 10 * ?::int""",
          id,
          ticket.value(),
          times);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  void file(TicketId ticket, String id, String name, String mediaType, String contentId) {
    try (Connection connection = TestSql.connect(url)) {
      run(
          connection,
          "INSERT INTO blob VALUES (sha256(convert_to(?, 'UTF8')), convert_to(?, 'UTF8'))"
              + " ON CONFLICT DO NOTHING",
          name,
          name);
      run(
          connection,
          """
          INSERT INTO attachment (id, ticket, seq, position, name, media_type, size, content_id,
            sha256)
          VALUES (?, ?, 2, (SELECT count(*) FROM attachment), ?, ?, length(?), ?,
            sha256(convert_to(?, 'UTF8')))""",
          id,
          ticket.value(),
          name,
          mediaType,
          name,
          contentId,
          name);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Everything that is stored of a ticket, as text to compare. */
  String row(TicketId id) {
    return TestSql.ask(
        url,
        "SELECT (SELECT t::text FROM ticket t WHERE id = '%s') || (SELECT count(*) FROM entry)"
            .formatted(id));
  }

  private static void entry(
      Connection connection, TicketId ticket, int seq, int kind, String text, @Nullable String html)
      throws SQLException {
    run(
        connection,
        """
        INSERT INTO entry (ticket, seq, id, at, kind, direction, author_type, author_name, body,
          html)
        VALUES (?, ?::int, ? || ?, now(), ?::smallint, 0, 0, 'Carla', ?, ?)""",
        ticket.value(),
        Integer.toString(seq),
        ticket.value(),
        Integer.toString(seq),
        Integer.toString(kind),
        text,
        html);
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
