package io.omnigate.core.store;

import io.omnigate.core.agent.Agent;
import io.omnigate.core.agent.Agents;
import io.omnigate.core.agent.Role;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Accounts and sessions in PostgreSQL. */
public final class PgAgents implements Agents {
  private static final Sql SQL = Sql.of("agent.sql");

  private final SqlClient client;

  /** Agents kept in {@code database}. */
  public PgAgents(Database database) {
    this.client = database.pool();
  }

  @Override
  public Future<Boolean> addIfMissing(
      Agent agent, @Nullable String passwordHash, @Nullable Buffer apiTokenHash) {
    return query(
            "add",
            Tuple.of(agent.email(), agent.name(), agent.role().wire(), passwordHash, apiTokenHash))
        .map(rows -> rows.rowCount() == 1);
  }

  @Override
  public Future<Boolean> any() {
    return query("any", Tuple.tuple()).map(rows -> rows.iterator().next().getBoolean("any"));
  }

  @Override
  public Future<List<Agent>> all() {
    return query("all", Tuple.tuple()).map(rows -> rows.stream().map(PgAgents::agent).toList());
  }

  @Override
  public Future<Optional<Credentials>> byEmail(String email) {
    return query("by-email", Tuple.of(email))
        .map(
            rows ->
                rows.stream()
                    .map(row -> new Credentials(agent(row), row.getString("password_hash")))
                    .findFirst());
  }

  @Override
  public Future<Optional<Agent>> byTokenHash(Buffer tokenHash, Instant now) {
    return query("by-token", Tuple.of(tokenHash, Times.of(now)))
        .map(rows -> rows.stream().map(PgAgents::agent).findFirst());
  }

  @Override
  public Future<Void> startSession(Buffer tokenHash, String email, Instant now, Instant expiresAt) {
    return query("start-session", Tuple.of(tokenHash, email, Times.of(now), Times.of(expiresAt)))
        .mapEmpty();
  }

  @Override
  public Future<Void> endSession(Buffer tokenHash) {
    return query("end-session", Tuple.of(tokenHash)).mapEmpty();
  }

  private Future<RowSet<Row>> query(String statement, Tuple parameters) {
    return Database.bounded(client.preparedQuery(SQL.get(statement)).execute(parameters));
  }

  private static Agent agent(Row row) {
    String role = row.getString("role");
    return new Agent(
        row.getString("email"), row.getString("name"), Role.ofWire(role).orElseThrow());
  }
}
