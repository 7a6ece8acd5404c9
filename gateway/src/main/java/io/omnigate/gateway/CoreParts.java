package io.omnigate.gateway;

import io.micrometer.core.instrument.MeterRegistry;
import io.omnigate.core.CoreVerticle;
import io.omnigate.core.agent.Agents;
import io.omnigate.core.conversation.Activities;
import io.omnigate.core.conversation.Conversations;
import io.omnigate.core.desk.AgentUploads;
import io.omnigate.core.desk.Desk;
import io.omnigate.core.desk.DeskOptions;
import io.omnigate.core.desk.DeskRules;
import io.omnigate.core.desk.TicketReader;
import io.omnigate.core.intake.Intake;
import io.omnigate.core.intake.IntakeLimits;
import io.omnigate.core.intake.IntakeLoad;
import io.omnigate.core.intake.IntakeMeters;
import io.omnigate.core.intake.Planner;
import io.omnigate.core.intake.UploadingIntake;
import io.omnigate.core.metrics.TransitionMeters;
import io.omnigate.core.notice.Notices;
import io.omnigate.core.outbox.Confirmations;
import io.omnigate.core.outbox.OutboxOptions;
import io.omnigate.core.outbox.OutboxVerticle;
import io.omnigate.core.sla.Targets;
import io.omnigate.core.store.ActivitySignal;
import io.omnigate.core.store.ChangeSignal;
import io.omnigate.core.store.Database;
import io.omnigate.core.store.DueTickets;
import io.omnigate.core.store.PgAgentUploads;
import io.omnigate.core.store.PgAgents;
import io.omnigate.core.store.PgBatchStore;
import io.omnigate.core.store.PgConfirmations;
import io.omnigate.core.store.PgConversations;
import io.omnigate.core.store.PgDesk;
import io.omnigate.core.store.PgNotices;
import io.omnigate.core.store.PgOutbox;
import io.omnigate.core.store.PgTicketReader;
import io.omnigate.core.store.PgUploads;
import io.omnigate.gateway.config.Config;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;

/**
 * The core, wired to its database.
 *
 * @param signal tells the live views of changes; to be started
 * @param uploads takes the files of answers that are still being written
 * @param intake the way in, from any event loop
 * @param notices takes what is told of earlier messages, from any event loop
 * @param conversations what visitors of the web chat read
 * @param activities signs of life in them, to and from other nodes
 * @param verticle what stands behind {@code intake}; to be deployed once
 * @param outbox sends what is to leave; to be deployed once
 * @param confirmations takes note of addresses that were confirmed
 */
record CoreParts(
    ChangeSignal signal,
    TicketReader reader,
    Desk desk,
    AgentUploads uploads,
    Agents agents,
    Intake intake,
    Notices notices,
    Conversations conversations,
    Activities activities,
    CoreVerticle verticle,
    OutboxVerticle outbox,
    Confirmations confirmations) {

  /** Wires the core; nothing runs yet. */
  static CoreParts of(
      Vertx vertx,
      Database database,
      Setup setup,
      InstantSource clock,
      SecureRandom random,
      MeterRegistry registry) {
    Config config = setup.config();
    Duration reopen = config.desk().reopenWindow();
    Duration lease = config.desk().lease();
    TransitionMeters transitions = new TransitionMeters(registry);
    ChangeSignal signal =
        new ChangeSignal(vertx, database, HexFormat.of().toHexDigits(random.nextLong()));

    DeskOptions options = new DeskOptions(reopen, lease, lease);
    DeskRules rules = new DeskRules(options, setup.messageIds(), random);
    Desk desk = new PgDesk(database, rules, options, clock, random, signal, transitions);
    DueTickets due = new DueTickets(database, reopen, random, signal, transitions);

    IntakeLimits limits = limits(config.limits().intakePending());
    IntakeLoad load = new IntakeLoad(limits);
    Planner planner = new Planner(Targets::due, reopen);
    CoreVerticle verticle =
        new CoreVerticle(
            () -> new PgBatchStore(vertx, database, planner, random, signal, transitions),
            limits,
            load,
            new IntakeMeters(registry),
            registry,
            due::sweep,
            clock);
    OutboxOptions patience = config.outbox();
    OutboxVerticle outbox =
        new OutboxVerticle(
            setup.couriers(),
            new PgOutbox(database, patience, reopen, random, signal, transitions),
            setup.wording(),
            patience,
            random,
            clock,
            registry);
    return new CoreParts(
        signal,
        new PgTicketReader(database, clock, reopen),
        desk,
        new PgAgentUploads(vertx, database, random, clock),
        new PgAgents(database),
        new UploadingIntake(vertx, verticle, new PgUploads(database), new IntakeMeters(registry)),
        new PgNotices(database, reopen, random, signal, transitions),
        new PgConversations(database),
        new ActivitySignal(vertx, database, signal),
        verticle,
        outbox,
        new PgConfirmations(database, setup.acknowledging(), reopen, random, signal, transitions));
  }

  private static IntakeLimits limits(int pending) {
    IntakeLimits usual = IntakeLimits.DEFAULT;
    return new IntakeLimits(
        usual.lanes(),
        usual.batchMessages(),
        usual.batchBytes(),
        pending,
        usual.pendingBytes(),
        usual.deadline());
  }
}
