package io.omnigate.bench.traffic;

import io.omnigate.bench.load.Outgoing;
import io.omnigate.bench.load.Receipt;
import io.omnigate.bench.load.Traffic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * New chats, and among them every so often a line that goes on with one of the very first: those
 * are at the head of the queue, so that whoever watches it sees the line. Remembers when each such
 * line was sent and when its receipt came.
 */
public final class WatchedTraffic implements Traffic {
  private static final int CREATED = 201;

  /** How many of the first tickets go on; fewer than a window shows. */
  private static final int GOING_ON = 25;

  private static final int EVERY = 50;

  private record Conversation(String ticket, String session) {}

  private final Traffic firsts;
  private final String path;
  private final Numbers numbers;
  private final List<Conversation> known = new ArrayList<>();
  private final Map<Long, Long> sent = new HashMap<>();
  private final Map<Long, Long> receipts = new HashMap<>();
  private volatile boolean watching;
  private long count;

  /** Traffic for the chat with the given id. */
  public WatchedTraffic(String channel, Numbers numbers) {
    this.firsts = new ChatTraffic(channel, numbers);
    this.path = "/in/" + channel;
    this.numbers = numbers;
  }

  /** From now on, or no longer, lines are remembered. */
  public void watch(boolean on) {
    watching = on;
  }

  /** When lines were sent, by message number; to be read when the load has ended. */
  public Map<Long, Long> sent() {
    Map<Long, Long> accepted = new HashMap<>(sent);
    accepted.keySet().retainAll(receipts.keySet());
    return accepted;
  }

  /** When their receipts came, likewise: not before the commit they tell of. */
  public Map<Long, Long> receipts() {
    return new HashMap<>(receipts);
  }

  @Override
  public Outgoing next() {
    count++;
    return count % EVERY == 0 && known.size() == GOING_ON
        ? line(known.get((int) (count / EVERY % GOING_ON)))
        : firsts.next();
  }

  @Override
  public void accepted(Outgoing message, Receipt receipt) {
    long now = System.nanoTime();
    if (receipt.created() && known.size() < GOING_ON) {
      known.add(new Conversation(receipt.ticket(), receipt.session()));
    } else if (sent.containsKey(message.number())) {
      receipts.put(message.number(), now);
    }
  }

  private Outgoing line(Conversation conversation) {
    long number = numbers.next();
    String session = ",\"session\":\"" + conversation.session() + '"';
    String body = ChatTraffic.body("x".repeat(ChatTraffic.TEXT), session);
    byte[] request = Template.post(path, ChatTraffic.headers(), body).with(number);
    if (watching) {
      sent.put(number, System.nanoTime());
    }
    return new Outgoing(request, number, CREATED, conversation.ticket());
  }
}
