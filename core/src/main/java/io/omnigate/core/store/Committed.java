package io.omnigate.core.store;

import io.omnigate.core.desk.Change;
import io.omnigate.core.metrics.TransitionMeters;
import java.util.List;

/** What follows a commit: the live views are woken, and the changes are counted. */
final class Committed {
  private final ChangeSignal signal;
  private final TransitionMeters meters;

  Committed(ChangeSignal signal, TransitionMeters meters) {
    this.signal = signal;
    this.meters = meters;
  }

  /** Tells of committed {@code changes}; of none, nobody hears. */
  void tell(List<Change> changes) {
    for (Change change : changes) {
      meters.moved(change.before().ticket().status(), change.state().status());
      if (change.state().waiting().overdue() && !change.before().ticket().overdue()) {
        meters.breached();
      }
    }
    if (!changes.isEmpty()) {
      signal.changed();
    }
  }
}
