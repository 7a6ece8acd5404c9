package io.omnigate.bench.traffic;

import io.omnigate.bench.load.Outgoing;
import io.omnigate.bench.load.Receipt;
import io.omnigate.bench.load.Traffic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * New chats, and among them every so often a line that goes on with a ticket at the head of the
 * queue, so that whoever watches it sees the line. Remembers, once it is told to, when each such
 * line was sent and when its receipt came.
 */
public final class WatchedTraffic implements Traffic {
  private static final int CREATED = 201;

  /** How many of the first tickets are remembered; the head of the queue is among them. */
  private static final int FIRST = 2_000;

  private static final int EVERY = 50;

  private record Conversation(String ticket, String session) {}

  private final Traffic firsts;
  private final String path;
  private final Numbers numbers;
  private final Map<String, String> sessions = new ConcurrentHashMap<>();
  private final Map<Long, Long> sent = new HashMap<>();
  private final Map<Long, Long> receipts = new HashMap<>();
  private volatile List<Conversation> head = List.of();
  private volatile boolean watched;
  private long count;

  /** Traffic for the chat with the given id. */
  public WatchedTraffic(String channel, Numbers numbers) {
    this.firsts = new ChatTraffic(channel, numbers);
    this.path = "/in/" + channel;
    this.numbers = numbers;
  }

  /**
   * From now on lines go to these tickets, as far as they are among the first ones; with none, no
   * line is sent any more.
   */
  public void goOnWith(List<String> tickets) {
    List<Conversation> shown = new ArrayList<>();
    for (String ticket : tickets) {
      String session = sessions.get(ticket);
      if (session != null) {
        shown.add(new Conversation(ticket, session));
      }
    }
    head = List.copyOf(shown);
  }

  /** Remembers the lines from now on. */
  public void watch() {
    watched = true;
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
    List<Conversation> shown = head;
    count++;
    return count % EVERY == 0 && !shown.isEmpty()
        ? line(shown.get((int) (count / EVERY % shown.size())))
        : firsts.next();
  }

  @Override
  public void accepted(Outgoing message, Receipt receipt) {
    long now = System.nanoTime();
    if (receipt.created() && sessions.size() < FIRST) {
      sessions.put(receipt.ticket(), receipt.session());
    } else if (sent.containsKey(message.number())) {
      receipts.put(message.number(), now);
    }
  }

  private Outgoing line(Conversation conversation) {
    long number = numbers.next();
    String session = ",\"session\":\"" + conversation.session() + '"';
    String body = ChatTraffic.body("x".repeat(ChatTraffic.TEXT), session);
    byte[] request = Template.post(path, ChatTraffic.headers(), body).with(number);
    if (watched) {
      sent.put(number, System.nanoTime());
    }
    return new Outgoing(request, number, CREATED, conversation.ticket());
  }
}
