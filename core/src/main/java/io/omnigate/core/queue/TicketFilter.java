package io.omnigate.core.queue;

import io.omnigate.core.ticket.Priority;
import io.omnigate.core.ticket.Status;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which tickets a list or a live view shows. An empty set, and null, mean no restriction.
 *
 * @param assignee an agent's e-mail address, or {@link #UNASSIGNED}
 * @param text words to look for in the subject, the preview, the contact's name and addresses, or a
 *     ticket ID
 */
public record TicketFilter(
    Set<Status> statuses,
    Set<Priority> priorities,
    Set<String> departments,
    Set<String> channels,
    @Nullable String assignee,
    @Nullable String text) {

  /** The assignee value for tickets that nobody is assigned to. */
  public static final String UNASSIGNED = "none";

  /** Every ticket there is. */
  public static final TicketFilter ALL =
      new TicketFilter(Set.of(), Set.of(), Set.of(), Set.of(), null, null);

  /** Keeps copies of the sets. */
  public TicketFilter {
    statuses = Set.copyOf(statuses);
    priorities = Set.copyOf(priorities);
    departments = Set.copyOf(departments);
    channels = Set.copyOf(channels);
  }
}
