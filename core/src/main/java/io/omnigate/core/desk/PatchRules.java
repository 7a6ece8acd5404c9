package io.omnigate.core.desk;

import io.omnigate.core.error.Failure;
import io.omnigate.core.sla.Targets;
import io.omnigate.core.ticket.Priority;
import io.omnigate.core.ticket.Ticket;
import io.omnigate.core.ticket.TicketEvent;
import io.omnigate.core.ticket.TicketState;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides about one {@link Command.Patch}: each field that really changes makes one event. */
final class PatchRules {
  private static final int MAX_TAGS = 20;
  private static final int MAX_TAG = 50;
  private static final int MAX_SUBJECT = 500;

  private final DeskTicket row;
  private final Command.Patch patch;
  private final Instant now;
  private final Entries entries;

  PatchRules(DeskTicket row, Command.Patch patch, Instant now, Entries entries) {
    this.row = row;
    this.patch = patch;
    this.now = now;
    this.entries = entries;
  }

  /** The change; empty where every field is as wanted already. */
  Optional<Change> decide() {
    DeskRules.requireContent(row);
    TicketState state = priority();
    Change.Fields fields = new Change.Fields(department(), assignee(), tags(), subject());
    return entries.list().isEmpty()
        ? Optional.empty()
        : Optional.of(new Change(row, state, fields, entries.list(), null, false));
  }

  private TicketState priority() {
    Priority from = ticket().priority();
    Priority to = patch.priority();
    if (to == null || to == from) {
      return row.state();
    }
    changed("priority", from.wire(), to.wire());
    return row.state().prioritised(to, now, Targets::due);
  }

  private String department() {
    String to = patch.department();
    if (to == null || to.equals(ticket().department())) {
      return ticket().department();
    }
    if (to.isBlank()) {
      throw Failure.invalid("department", "The department is empty; name one.");
    }
    changed("department", ticket().department(), to);
    return to;
  }

  @SuppressWarnings("OptionalAssignedToNull")
  private @Nullable String assignee() {
    String from = ticket().assignee();
    Optional<String> wanted = patch.assignee();
    String to = wanted == null ? from : wanted.orElse(null);
    if (!Objects.equals(from, to)) {
      changed("assignee", from, to);
    }
    return to;
  }

  private List<String> tags() {
    List<String> from = ticket().tags();
    List<String> wanted = patch.tags();
    if (wanted == null) {
      return from;
    }
    Set<String> distinct = new LinkedHashSet<>();
    for (String tag : wanted) {
      distinct.add(tag(tag.strip()));
    }
    if (distinct.size() > MAX_TAGS) {
      throw Failure.invalid("tags", "A ticket has 20 tags at most.");
    }
    List<String> to = List.copyOf(distinct);
    if (!to.equals(from)) {
      changed("tags", from, to);
    }
    return to;
  }

  private static String tag(String tag) {
    if (tag.isEmpty() || tag.length() > MAX_TAG || hasControls(tag)) {
      throw Failure.invalid("tags", "A tag has 1 to 50 characters, all of them printable.");
    }
    return tag;
  }

  /** A subject is content: its event names neither the old nor the new one. */
  private String subject() {
    String from = ticket().subject();
    String wanted = patch.subject();
    if (wanted == null || wanted.strip().equals(from)) {
      return from;
    }
    String to = wanted.strip();
    if (to.isEmpty() || to.length() > MAX_SUBJECT || hasControls(to)) {
      throw Failure.invalid("subject", "A subject is one line of 1 to 500 characters.");
    }
    entries.event(TicketEvent.changed("subject", null, null, "The subject was changed."));
    return to;
  }

  private void changed(String field, @Nullable Object from, @Nullable Object to) {
    String sentence = "The %s went from %s to %s.".formatted(field, shown(from), shown(to));
    entries.event(TicketEvent.changed(field, from, to, sentence));
  }

  private static String shown(@Nullable Object value) {
    return switch (value) {
      case null -> "nobody";
      case List<?> list -> list.isEmpty() ? "none" : String.join(", ", strings(list));
      default -> value.toString();
    };
  }

  private static List<String> strings(List<?> list) {
    return list.stream().map(String::valueOf).toList();
  }

  private static boolean hasControls(String text) {
    return text.chars().anyMatch(Character::isISOControl);
  }

  private Ticket ticket() {
    return row.ticket();
  }
}
