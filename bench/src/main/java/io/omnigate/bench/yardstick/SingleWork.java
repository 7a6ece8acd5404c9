package io.omnigate.bench.yardstick;

import io.omnigate.core.store.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Random;

/** One contact a transaction: four statements between BEGIN and COMMIT, six round trips. */
final class SingleWork implements Work {
  private static final int CONTACTS = 100_000;

  private final Connection connection;
  private final Random random;
  private final String body;
  private final PreparedStatement contact;
  private final PreparedStatement ticket;
  private final PreparedStatement message;
  private final PreparedStatement event;

  SingleWork(Connection connection, Sql sql, Random random, String body) throws SQLException {
    this.connection = connection;
    this.random = random;
    this.body = body;
    connection.setAutoCommit(false);
    this.contact = connection.prepareStatement(sql.get("contact"));
    this.ticket = connection.prepareStatement(sql.get("ticket"));
    this.message = connection.prepareStatement(sql.get("message"));
    this.event = connection.prepareStatement(sql.get("event"));
  }

  @Override
  public int once() throws SQLException {
    int who = 1 + random.nextInt(CONTACTS);
    contact.setInt(1, who);
    contact.setInt(2, who);
    long contactId = id(contact);
    ticket.setLong(1, contactId);
    long ticketId = id(ticket);
    message.setLong(1, ticketId);
    message.setString(2, body);
    message.executeUpdate();
    event.setLong(1, ticketId);
    event.setLong(2, contactId);
    event.executeUpdate();
    connection.commit();
    return 1;
  }

  private static long id(PreparedStatement insert) throws SQLException {
    try (ResultSet row = insert.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }
}
