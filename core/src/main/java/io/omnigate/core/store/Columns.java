package io.omnigate.core.store;

import io.vertx.sqlclient.Tuple;
import java.lang.reflect.Array;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Turns rows into columns: one array parameter for each column of a set-based statement.
 *
 * @param <R> a row
 */
final class Columns<R> {
  private final List<R> rows;
  private final List<Object> columns = new ArrayList<>();

  private Columns(List<R> rows) {
    this.rows = rows;
  }

  static <R> Columns<R> of(List<R> rows) {
    return new Columns<>(rows);
  }

  Columns<R> text(Function<R, @Nullable String> value) {
    return add(String.class, value);
  }

  Columns<R> smallint(Function<R, @Nullable Integer> value) {
    return add(
        Short.class,
        row -> {
          Integer number = value.apply(row);
          return number == null ? null : number.shortValue();
        });
  }

  Columns<R> time(Function<R, @Nullable Instant> value) {
    return add(OffsetDateTime.class, row -> Times.of(value.apply(row)));
  }

  <T> Columns<R> add(Class<T> type, Function<R, @Nullable T> value) {
    @SuppressWarnings("unchecked") // what newInstance makes of a type's class
    @Nullable T[] column = (T[]) Array.newInstance(type, rows.size());
    for (int i = 0; i < rows.size(); i++) {
      column[i] = value.apply(rows.get(i));
    }
    columns.add(column);
    return this;
  }

  /** The parameters; {@code more} follow the columns. */
  Tuple tuple(Object... more) {
    columns.addAll(List.of(more));
    return Tuple.from(columns);
  }
}
