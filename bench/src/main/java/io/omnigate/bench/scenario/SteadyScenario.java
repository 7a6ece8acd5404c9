package io.omnigate.bench.scenario;

import io.omnigate.bench.load.Tally;
import io.omnigate.bench.load.Traffic;
import io.omnigate.bench.report.Goal;
import io.omnigate.bench.traffic.ChatTraffic;
import io.omnigate.bench.traffic.EverythingTraffic;
import io.omnigate.bench.traffic.FormTraffic;
import io.omnigate.bench.traffic.MailTraffic;
import io.omnigate.bench.traffic.Numbers;
import io.omnigate.bench.traffic.SignedTraffic;
import java.util.List;

/** How long a sender waits for a receipt at a fixed rate, for chats and for all kinds together. */
final class SteadyScenario implements Scenario {
  private static final int PER_SECOND = 1_000;
  private static final int CONNECTIONS = 256;

  @Override
  public String name() {
    return "steady";
  }

  @Override
  public String what() {
    return "receipts at 1,000/s, open loop: chat, then all kinds with mails of 2 to 200 KiB";
  }

  @Override
  public List<Goal> goals() {
    return List.of(Goal.atMost("receiptP50Ms", 2), Goal.atMost("receiptP99Ms", 10));
  }

  @Override
  public void run(Stage stage) throws Exception {
    Tally chat = measure(stage, new ChatTraffic("chat", stage.numbers()));
    stage.findings().put("receiptP50Ms", chat.acceptedMs(50));
    stage.findings().put("receiptP99Ms", chat.acceptedMs(99));
    Tally everything = measure(stage, everything(stage.numbers()));
    stage.findings().put("everythingP50Ms", everything.acceptedMs(50));
    stage.findings().put("everythingP99Ms", everything.acceptedMs(99));
  }

  private static Tally measure(Stage stage, Traffic traffic) throws Exception {
    stage.gateway().database().checkpoint(); // the peaks before are not part of it
    try (CheckedLoad load = CheckedLoad.open(stage, CONNECTIONS, PER_SECOND, traffic, false)) {
      return load.warm(stage.windows().refill()).measure(stage.windows().measure()).tally();
    }
  }

  /** Ten chats, five webhooks, three forms and two mails out of twenty. */
  private static Traffic everything(Numbers numbers) {
    Traffic chat = new ChatTraffic("chat", numbers);
    Traffic social = new SignedTraffic("messenger", "whatsapp", Secrets.APP_SECRET, numbers);
    Traffic form = new FormTraffic("form", numbers);
    Traffic mail = MailTraffic.mixed("mail", Secrets.RELAY_TOKEN, numbers);
    return new EverythingTraffic(
        List.of(
            chat, social, chat, form, chat, social, chat, mail, chat, social, chat, form, chat,
            social, chat, form, chat, social, chat, mail));
  }
}
