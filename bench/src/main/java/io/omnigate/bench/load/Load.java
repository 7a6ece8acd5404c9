package io.omnigate.bench.load;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Load on a gateway, from its making to its {@link #close end}. Every answer is judged, at any
 * time; only those within a window ({@link #begin}, {@link #end}) are counted.
 */
public final class Load implements AutoCloseable {
  private static final int UNAVAILABLE = 503;

  private static final Duration LAST_ANSWERS = Duration.ofSeconds(30);

  private final Driver driver;
  private final Orders orders;
  private final List<Connection> connections;
  private final Pace pace;
  private final CountDownLatch drained = new CountDownLatch(1);
  private @Nullable Tally tally;
  private long underWay;
  private boolean ending;
  private boolean closed;

  /**
   * What is sent, and who judges and keeps the answers.
   *
   * @param faults is told of answers that never came
   */
  public record Orders(Traffic traffic, Judge judge, Ledger ledger, Faults faults) {}

  private Load(
      Driver driver, InetSocketAddress address, int connections, Orders orders, double rate) {
    this.driver = driver;
    this.orders = orders;
    Traffic counted = new Counted();
    this.connections = driver.connect(address, connections, new Ear());
    this.pace =
        rate > 0
            ? new OpenPace(driver.loop(), this.connections, counted, rate)
            : new ClosedPace(this.connections, counted);
    driver.loop().execute(pace::begin);
  }

  /** As fast as the answers come, over so many connections. */
  public static Load closed(
      Driver driver, InetSocketAddress address, int connections, Orders orders) {
    return new Load(driver, address, connections, orders, 0);
  }

  /** So many messages a second, whatever the answers. */
  public static Load open(
      Driver driver, InetSocketAddress address, int connections, double perSecond, Orders orders) {
    return new Load(driver, address, connections, orders, perSecond);
  }

  /** Begins a window. */
  public void begin() {
    driver.on(
        () -> {
          tally = new Tally(System.nanoTime());
          return true;
        });
  }

  /** Ends the window; what was counted in it. */
  public Tally end() {
    return driver.on(
        () -> {
          Tally whole = tally;
          if (whole == null) {
            throw new IllegalStateException("no window has begun");
          }
          long now = System.nanoTime();
          whole.end(now);
          pace.unsent(whole, now);
          tally = null;
          return whole;
        });
  }

  /** Sends nothing more, waits for the last answers and closes the connections. */
  @Override
  public void close() throws InterruptedException {
    if (closed) {
      return;
    }
    closed = true;
    driver.loop().execute(this::stop);
    if (!drained.await(LAST_ANSWERS.toSeconds(), TimeUnit.SECONDS)) {
      orders.faults().add("messages were not answered within " + LAST_ANSWERS.toSeconds() + " s");
    }
    driver.on(
        () -> {
          ending = true;
          connections.forEach(Connection::close);
          return true;
        });
  }

  private void stop() {
    pace.end();
    ending = true;
    if (underWay == 0) {
      drained.countDown();
    }
  }

  private void left() {
    underWay--;
    if (ending && underWay == 0) {
      drained.countDown();
    }
  }

  /** The traffic, each message counted as under way. */
  private final class Counted implements Traffic {
    @Override
    public Outgoing next() {
      underWay++;
      return orders.traffic().next();
    }
  }

  /** Hears the answers. */
  private final class Ear implements Connection.Listener {
    @Override
    public void answered(
        Connection connection, Outgoing message, long since, ResponseReader response) {
      long latency = System.nanoTime() - since;
      Tally window = tally;
      Optional<Receipt> receipt = orders.judge().receipt(message, response);
      if (receipt.isPresent()) {
        orders.ledger().add(message, receipt.get());
        orders.traffic().accepted(message, receipt.get());
        if (window != null) {
          window.accepted(latency);
        }
      } else if (orders.judge().refused(message, response)) {
        refused(response, latency);
      }
      left();
      pace.free(connection);
    }

    private void refused(ResponseReader response, long latency) {
      Tally window = tally;
      if (window != null) {
        window.refused(latency);
      }
      if (response.status() == UNAVAILABLE) {
        orders.ledger().addOpen();
      }
    }

    @Override
    public void lost(Connection connection, @Nullable Outgoing message, String why) {
      if (message != null) {
        orders.faults().add(Outgoing.mark(message.number()) + " was not answered: " + why);
        left();
      } else if (!ending) {
        orders.faults().add("a connection was lost: " + why);
      }
    }
  }
}
