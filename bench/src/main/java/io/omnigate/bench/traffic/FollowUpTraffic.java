package io.omnigate.bench.traffic;

import io.omnigate.bench.load.Outgoing;
import io.omnigate.bench.load.Receipt;
import io.omnigate.bench.load.Traffic;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Chats that go on: a fifth of the messages follow up tickets that are there, half of these spread
 * over many conversations, half in bursts of 20 on one conversation.
 */
public final class FollowUpTraffic implements Traffic {
  private static final int CREATED = 201;
  private static final int VARIANTS = 32;

  /** Conversations to choose from; the oldest one is replaced. */
  private static final int KNOWN = 5_000;

  /** Of two hundred messages forty follow up: every ninth of the first 180, then a burst of 20. */
  private static final int ROUND = 200;

  private static final int SPREAD = 180;
  private static final int EVERY = 9;

  private record Conversation(String ticket, String session) {}

  private final Traffic firsts;
  private final String path;
  private final Numbers numbers;
  private final Random random = new Random(7);
  private final List<String> texts;
  private final List<Conversation> known = new ArrayList<>();
  private int oldest;
  private int sent;
  private int burst;

  /** Traffic for the chat with the given id. */
  public FollowUpTraffic(String channel, Numbers numbers) {
    this.firsts = new ChatTraffic(channel, numbers);
    this.path = "/in/" + channel;
    this.numbers = numbers;
    this.texts = Stream.generate(() -> Words.of(ChatTraffic.TEXT, random)).limit(VARIANTS).toList();
  }

  @Override
  public Outgoing next() {
    int place = sent++ % ROUND;
    if (place == SPREAD && !known.isEmpty()) {
      burst = random.nextInt(known.size());
    }
    boolean follows = place >= SPREAD || place % EVERY == 0;
    if (!follows || known.isEmpty()) {
      return firsts.next();
    }
    return followUp(known.get(place >= SPREAD ? burst : random.nextInt(known.size())));
  }

  @Override
  public void accepted(Outgoing message, Receipt receipt) {
    if (receipt.created()) {
      Conversation conversation = new Conversation(receipt.ticket(), receipt.session());
      if (known.size() < KNOWN) {
        known.add(conversation);
      } else {
        known.set(oldest, conversation);
        oldest = (oldest + 1) % KNOWN;
      }
    }
  }

  private Outgoing followUp(Conversation conversation) {
    long number = numbers.next();
    String session = ",\"session\":\"" + conversation.session() + '"';
    String body = ChatTraffic.body(texts.get((int) (number % VARIANTS)), session);
    byte[] request = Template.post(path, ChatTraffic.headers(), body).with(number);
    return new Outgoing(request, number, CREATED, conversation.ticket());
  }
}
