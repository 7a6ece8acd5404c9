package io.omnigate.core.queue;

import io.omnigate.core.ticket.Ticket;
import io.omnigate.core.ticket.TicketId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What turns one window onto the queue into another. A window is a list of tickets in queue order,
 * each at most once.
 *
 * <p>The folding rule: take out every ticket whose id is in {@code removes} and every ticket whose
 * id is upserted, then put the upserts in, in ascending rank, each at its rank. The result is the
 * new window exactly. Taking out and putting in upsert by upsert, after the removes, gives the
 * same, so that a client cannot fold wrongly by choosing the other of the two obvious ways.
 *
 * @param upserts tickets that are new in the window, changed or moved; ascending rank
 * @param removes ids of tickets that are no longer in the window; none of them is upserted
 */
public record WindowDelta(List<Upsert> upserts, List<TicketId> removes) {

  /**
   * A ticket and its place.
   *
   * @param rank the index in the new window, from 0
   */
  public record Upsert(int rank, Ticket ticket) {}

  /** Keeps copies of the lists. */
  public WindowDelta {
    upserts = List.copyOf(upserts);
    removes = List.copyOf(removes);
  }

  /** What is to be done to {@code old} to make it {@code current}. */
  public static WindowDelta between(List<Ticket> old, List<Ticket> current) {
    List<TicketId> removes = removes(old, current);
    WindowDelta small = new WindowDelta(changed(old, current), removes);
    return small.appliedOneByOne(old).equals(current)
        ? small
        : new WindowDelta(placed(old, current, Set.copyOf(removes)), removes);
  }

  /** Whether the two windows are the same. */
  public boolean isEmpty() {
    return upserts.isEmpty() && removes.isEmpty();
  }

  /** The window that {@code old} becomes by the folding rule. */
  public List<Ticket> applyTo(List<Ticket> old) {
    Set<TicketId> gone = new HashSet<>(removes);
    upserts.forEach(upsert -> gone.add(upsert.ticket().id()));
    List<Ticket> window = new ArrayList<>(old);
    window.removeIf(ticket -> gone.contains(ticket.id()));
    upserts.forEach(upsert -> window.add(upsert.rank(), upsert.ticket()));
    return window;
  }

  /** The window that {@code old} becomes where each upsert is taken out just before it goes in. */
  List<Ticket> appliedOneByOne(List<Ticket> old) {
    Set<TicketId> gone = Set.copyOf(removes);
    List<Ticket> window = new ArrayList<>(old);
    window.removeIf(ticket -> gone.contains(ticket.id()));
    for (Upsert upsert : upserts) {
      takeOut(window, upsert.ticket().id(), 0);
      window.add(Math.min(upsert.rank(), window.size()), upsert.ticket());
    }
    return window;
  }

  private static List<TicketId> removes(List<Ticket> old, List<Ticket> current) {
    Set<TicketId> present = new HashSet<>();
    current.forEach(ticket -> present.add(ticket.id()));
    return old.stream().map(Ticket::id).filter(id -> !present.contains(id)).toList();
  }

  /** New, changed, or standing before an unchanged ticket that it used to stand behind. */
  private static List<Upsert> changed(List<Ticket> old, List<Ticket> current) {
    Map<TicketId, Integer> places = new HashMap<>();
    for (int i = 0; i < old.size(); i++) {
      places.put(old.get(i).id(), i);
    }
    List<Upsert> upserts = new ArrayList<>();
    int last = -1;
    for (int rank = 0; rank < current.size(); rank++) {
      Ticket ticket = current.get(rank);
      Integer place = places.get(ticket.id());
      if (place != null && place > last && old.get(place).equals(ticket)) {
        last = place;
      } else {
        upserts.add(new Upsert(rank, ticket));
      }
    }
    return upserts;
  }

  /** Whatever does not yet stand at its rank when all ranks before it are right. */
  private static List<Upsert> placed(
      List<Ticket> old, List<Ticket> current, Set<TicketId> removes) {
    List<Ticket> window = new ArrayList<>(old);
    window.removeIf(ticket -> removes.contains(ticket.id()));
    List<Upsert> upserts = new ArrayList<>();
    for (int rank = 0; rank < current.size(); rank++) {
      Ticket ticket = current.get(rank);
      if (rank == window.size() || !window.get(rank).equals(ticket)) {
        takeOut(window, ticket.id(), rank);
        window.add(rank, ticket);
        upserts.add(new Upsert(rank, ticket));
      }
    }
    return upserts;
  }

  private static void takeOut(List<Ticket> window, TicketId id, int from) {
    for (int i = from; i < window.size(); i++) {
      if (window.get(i).id().equals(id)) {
        window.remove(i);
        return;
      }
    }
  }
}
