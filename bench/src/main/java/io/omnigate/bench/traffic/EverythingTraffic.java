package io.omnigate.bench.traffic;

import io.omnigate.bench.load.Outgoing;
import io.omnigate.bench.load.Traffic;
import java.util.List;

/** All kinds in turns: as many of each as the list has of it. */
public final class EverythingTraffic implements Traffic {
  private final List<Traffic> kinds;
  private int sent;

  /** The given kinds, over and over. */
  public EverythingTraffic(List<Traffic> kinds) {
    this.kinds = List.copyOf(kinds);
  }

  @Override
  public Outgoing next() {
    return kinds.get(sent++ % kinds.size()).next();
  }
}
