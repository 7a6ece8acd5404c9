package io.omnigate.bench.micro;

import io.omnigate.bench.traffic.Words;
import io.omnigate.core.contact.Identity;
import io.omnigate.core.contact.Sender;
import io.omnigate.core.contact.VisitorId;
import io.omnigate.core.id.Ulid;
import io.omnigate.core.intake.BatchPlan;
import io.omnigate.core.intake.BatchView;
import io.omnigate.core.intake.InboundMessage;
import io.omnigate.core.intake.InboundMessage.Candidate;
import io.omnigate.core.intake.InboundMessage.Content;
import io.omnigate.core.intake.InboundMessage.Handling;
import io.omnigate.core.intake.InboundMessage.Ids;
import io.omnigate.core.intake.InboundMessage.Membership;
import io.omnigate.core.intake.InboundMessage.Nature;
import io.omnigate.core.intake.InboundMessage.Origin;
import io.omnigate.core.intake.InboundMessage.Threading;
import io.omnigate.core.intake.Planner;
import io.omnigate.core.intake.RawPayload;
import io.omnigate.core.sla.Targets;
import io.omnigate.core.ticket.Priority;
import io.omnigate.core.ticket.TicketId;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The decision between a batch's two round trips; the time is for one message of 100. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PlannerBenchmark {
  private static final int BATCH = 100;
  private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

  private final Random random = new Random(1);
  private final String text = Words.of(1_000, random);
  private final Planner planner = new Planner(Targets::due, Duration.ofDays(4));
  private final List<InboundMessage> messages =
      IntStream.range(0, BATCH).mapToObj(this::chat).toList();
  private final BatchView view = new BatchView(Map.of(), Map.of(), Map.of(), Map.of(), Map.of());

  /** First messages of a hundred visitors nobody knows. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public BatchPlan plan() {
    return planner.plan(messages, view);
  }

  private InboundMessage chat(int number) {
    String session = "session-" + number;
    return new InboundMessage(
        new Origin("chat", "chat", session, true, RawPayload.of(Buffer.buffer(text)), NOW),
        new Ids(TicketId.random(random), Ulid.next(NOW, random), VisitorId.random(random)),
        new Sender(null, null, null, List.of(visitor(number))),
        Content.ofText("", text),
        new Threading(List.of(new Candidate.ByKey(session)), List.of(session), session, null, true),
        new Handling(Priority.NORMAL, "support", Nature.CUSTOMER, Membership.HOLDER, Set.of()));
  }

  private static Identity visitor(int number) {
    return new Identity(Identity.Kind.CHANNEL, "chat:session-" + number, true);
  }
}
