package io.omnigate.bench.yardstick;

import io.omnigate.core.store.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Random;

/** A hundred contacts a transaction, in one statement, their texts sent along. */
final class BatchWork implements Work {
  private static final int FIRST_CONTACTS = 1_000;

  private final Random random;
  private final int size;
  private final PreparedStatement batch;

  BatchWork(Connection connection, Sql sql, Random random, String[] bodies) throws SQLException {
    this.random = random;
    this.size = bodies.length;
    this.batch = connection.prepareStatement(sql.get("batch"));
    this.batch.setArray(2, connection.createArrayOf("text", bodies));
  }

  @Override
  public int once() throws SQLException {
    batch.setInt(1, 1 + random.nextInt(FIRST_CONTACTS));
    batch.executeUpdate();
    return size;
  }
}
