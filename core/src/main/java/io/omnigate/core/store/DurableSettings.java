package io.omnigate.core.store;

import io.omnigate.core.error.Failure;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A contact is answered for only once it would survive a power cut. That needs three settings of
 * the server (PostgreSQL's manual, "Write Ahead Log"), which somebody may have turned off for
 * speed.
 */
final class DurableSettings {
  private static final String QUERY = Sql.of("database.sql").get("durable-settings");

  private static final Map<String, List<String>> DURABLE =
      Map.of(
          "fsync", List.of("on"),
          "full_page_writes", List.of("on"),
          "synchronous_commit", List.of("on", "remote_apply", "remote_write"));

  private DurableSettings() {}

  /** Succeeds where what is committed stays; else fails, naming each setting and what to do. */
  static Future<Void> check(SqlClient client) {
    return client.preparedQuery(QUERY).execute().compose(DurableSettings::judge);
  }

  private static Future<Void> judge(RowSet<Row> rows) {
    List<String> wrong = new ArrayList<>();
    for (Row row : rows) {
      String name = row.getString("name");
      String setting = row.getString("setting");
      if (!DURABLE.getOrDefault(name, List.of()).contains(setting)) {
        wrong.add(name + " = " + setting);
      }
    }
    if (wrong.isEmpty()) {
      return Future.succeededFuture();
    }
    return Future.failedFuture(
        new Failure(
            Failure.Kind.UNAVAILABLE,
            "not-durable",
            "PostgreSQL would lose committed contacts in a crash: "
                + String.join(", ", wrong.stream().sorted().toList())
                + ". Turn on fsync, full_page_writes and synchronous_commit (postgresql.conf, ALTER"
                + " SYSTEM, or of the role or database) and reload the server.",
            Map.of("settings", List.copyOf(wrong))));
  }
}
