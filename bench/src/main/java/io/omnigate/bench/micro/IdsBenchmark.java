package io.omnigate.bench.micro;

import io.omnigate.core.id.Ulid;
import io.omnigate.core.ticket.TicketId;
import java.time.Instant;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Making ids and reading them back. The randomness is a cheap one: it is not what is measured. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class IdsBenchmark {
  private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

  private final SplittableRandom random = new SplittableRandom(1);
  private final String typed = TicketId.random(random).value().toLowerCase(java.util.Locale.ROOT);

  /** A fresh ticket ID with its check symbol. */
  @Benchmark
  public TicketId ticketId() {
    return TicketId.random(random);
  }

  /** A ticket ID as a person types it. */
  @Benchmark
  public Optional<TicketId> parseTicketId() {
    return TicketId.parse(typed);
  }

  /** A fresh ULID. */
  @Benchmark
  public String ulid() {
    return Ulid.next(NOW, random);
  }
}
