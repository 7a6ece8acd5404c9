package io.omnigate.core.store;

import io.omnigate.core.queue.QueueKey;
import io.omnigate.core.queue.TicketFilter;
import io.omnigate.core.ticket.Priority;
import io.omnigate.core.ticket.Status;
import io.omnigate.core.ticket.TicketId;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A {@link TicketFilter} as the parameters of the statements in {@code sql/ticket.sql}. */
final class FilterTuple {
  private static final int MAX_WORDS = 10;
  private static final Pattern SPACES = Pattern.compile("\\s+");
  private static final Pattern WILDCARDS = Pattern.compile("([\\\\%_])");

  private final TicketFilter filter;

  FilterTuple(TicketFilter filter) {
    this.filter = filter;
  }

  /** The ID, where the text is one. */
  Optional<TicketId> ticketId() {
    return filter.text() == null ? Optional.empty() : TicketId.parse(filter.text().strip());
  }

  /** The agent whose tickets are wanted; null for anybody's and nobody's. */
  private @Nullable String assignee() {
    return TicketFilter.UNASSIGNED.equals(filter.assignee()) ? null : filter.assignee();
  }

  /** Whether there are words to look for. */
  boolean hasWords() {
    return words() != null;
  }

  /** The statement that lists what the filter wants. */
  String listing() {
    return hasWords() ? "list-found" : assignee() == null ? "list" : "list-assigned";
  }

  /**
   * For {@link #listing}: a place before every ticket, or the one after {@code after}, and a limit.
   */
  Tuple page(@Nullable QueueKey after, int limit) {
    List<@Nullable Object> values = base();
    values.add(after != null && !after.overdue());
    values.add(after == null ? (short) -1 : (short) after.priority().code());
    values.add(orNever(after == null ? null : after.dueAt()));
    values.add(orNever(after == null ? null : after.waitingSince()));
    values.add(after == null ? "" : after.id().value());
    values.add(limit);
    if (hasWords()) {
      values.add(assignee());
      values.add(words());
    } else if (assignee() != null) {
      values.add(assignee());
    }
    return tuple(values);
  }

  /** For {@code list-one}. */
  Tuple one(TicketId id) {
    List<@Nullable Object> values = base();
    values.add(id.value());
    values.add(assignee());
    return tuple(values);
  }

  /** For {@code count}. */
  Tuple count() {
    List<@Nullable Object> values = base();
    values.add(assignee());
    return tuple(values);
  }

  /** For {@code count-found}: there are words. */
  Tuple countFound() {
    List<@Nullable Object> values = base();
    values.add(words());
    values.add(assignee());
    return tuple(values);
  }

  private List<@Nullable Object> base() {
    Set<Status> statuses = filter.statuses();
    List<@Nullable Object> values = new ArrayList<>();
    values.add(codes(statuses.isEmpty() ? Set.of(Status.values()) : statuses, Status::code));
    values.add(filter.priorities().isEmpty() ? null : codes(filter.priorities(), Priority::code));
    values.add(strings(filter.departments()));
    values.add(strings(filter.channels()));
    values.add(TicketFilter.UNASSIGNED.equals(filter.assignee()));
    return values;
  }

  private String @Nullable [] words() {
    String text = filter.text() == null ? "" : filter.text().replace("\0", "").strip();
    return text.isEmpty()
        ? null
        : Arrays.stream(SPACES.split(text, -1))
            .limit(MAX_WORDS)
            .map(word -> '%' + WILDCARDS.matcher(word).replaceAll("\\\\$1") + '%')
            .toArray(String[]::new);
  }

  private static <T> Short[] codes(Collection<T> values, ToIntFunction<T> code) {
    return values.stream().map(value -> (short) code.applyAsInt(value)).toArray(Short[]::new);
  }

  private static String @Nullable [] strings(Set<String> values) {
    return values.isEmpty() ? null : values.toArray(String[]::new);
  }

  /** PostgreSQL's {@code infinity} for an absent time, as in the index. */
  private static OffsetDateTime orNever(@Nullable Instant time) {
    return time == null ? OffsetDateTime.MAX : time.atOffset(ZoneOffset.UTC);
  }

  private static Tuple tuple(List<@Nullable Object> values) {
    return Tuple.from(values.toArray());
  }
}
