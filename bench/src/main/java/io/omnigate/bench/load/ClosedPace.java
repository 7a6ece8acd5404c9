package io.omnigate.bench.load;

import java.util.List;

/** Closed loop: each connection sends its next message when the answer to the last one came. */
final class ClosedPace implements Pace {
  private final List<Connection> connections;
  private final Traffic traffic;
  private boolean running;

  ClosedPace(List<Connection> connections, Traffic traffic) {
    this.connections = connections;
    this.traffic = traffic;
  }

  @Override
  public void begin() {
    running = true;
    connections.forEach(this::free);
  }

  @Override
  public void free(Connection connection) {
    if (running) {
      connection.send(traffic.next(), System.nanoTime());
    }
  }

  @Override
  public void end() {
    running = false;
  }

  @Override
  public long unsent(Tally tally, long now) {
    return 0;
  }
}
