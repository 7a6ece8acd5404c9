package io.omnigate.core.desk;

import io.omnigate.core.agent.Agent;
import io.omnigate.core.id.Ulid;
import io.omnigate.core.ticket.Entry;
import io.omnigate.core.ticket.Entry.Author;
import io.omnigate.core.ticket.Entry.Direction;
import io.omnigate.core.ticket.Entry.Kind;
import io.omnigate.core.ticket.TicketEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Collects the entries of one change, numbered on from the end of the ticket's thread. */
public final class Entries {
  private final Author author;
  private final Instant now;
  private final RandomGenerator random;
  private final List<Entry> entries = new ArrayList<>();
  private int seq;

  /**
   * Entries of one author at one time.
   *
   * @param lastSeq the number of entries there are already
   */
  public Entries(int lastSeq, Author author, Instant now, RandomGenerator random) {
    this.seq = lastSeq;
    this.author = author;
    this.now = now;
    this.random = random;
  }

  /** An agent as the author of what they write. */
  public static Author author(Agent agent) {
    return new Author(Author.Type.AGENT, agent.name(), agent.email());
  }

  /** A fresh id for an entry. */
  public String newId() {
    return Ulid.next(now, random);
  }

  /** Adds an event. */
  public Entries event(TicketEvent event) {
    return add(newId(), Kind.EVENT, Direction.INTERNAL, event.text(), null, event.facts());
  }

  /** Adds a note. */
  public Entries note(String text) {
    return add(newId(), Kind.NOTE, Direction.INTERNAL, text, null, Map.of());
  }

  /** Adds an answer under an id made by {@link #newId}. */
  public Entries answer(String id, String text, @Nullable String html, Map<String, Object> facts) {
    return add(id, Kind.MESSAGE, Direction.OUT, text, html, facts);
  }

  /** What was added, in order. */
  public List<Entry> list() {
    return List.copyOf(entries);
  }

  private Entries add(
      String id,
      Kind kind,
      Direction direction,
      String text,
      @Nullable String html,
      Map<String, Object> facts) {
    seq++;
    entries.add(new Entry(seq, id, now, kind, direction, author, text, html, facts, List.of()));
    return this;
  }
}
