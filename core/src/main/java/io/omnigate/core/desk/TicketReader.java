package io.omnigate.core.desk;

import io.omnigate.core.queue.QueueKey;
import io.omnigate.core.queue.TicketFilter;
import io.omnigate.core.queue.TicketPage;
import io.omnigate.core.ticket.Entry;
import io.omnigate.core.ticket.Ticket;
import io.omnigate.core.ticket.TicketId;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What agents read. Everything is what is committed at the time of the call. */
public interface TicketReader {
  /**
   * Up to {@code limit} tickets that match {@code filter}, in queue order.
   *
   * @param after the place to go on from; null for the beginning
   */
  Future<TicketPage> list(TicketFilter filter, int limit, @Nullable QueueKey after);

  /** How many tickets match {@code filter}. */
  Future<Long> count(TicketFilter filter);

  /** One ticket. */
  Future<Optional<Ticket>> find(TicketId id);

  /**
   * A ticket and its thread, both from one snapshot.
   *
   * @param fromSeq the first entry wanted, from 1 on; at most 500 entries are given, and none after
   *     4 MiB of text
   */
  Future<Optional<TicketThread>> thread(TicketId id, int fromSeq);

  /** A file by its id; empty where there is none or its ticket is purged. */
  Future<Optional<StoredFile>> attachment(String id);

  /**
   * A stretch of a file's bytes, so that nobody has to hold all of them. Fails where the file is
   * gone by now.
   *
   * @param from the first byte, from 0 on
   * @param length how many bytes at most
   */
  Future<Buffer> bytes(StoredFile file, long from, int length);

  /** How many tickets stand in each status, how deep the queue is, and the like: for metrics. */
  Future<QueueFigures> figures();

  /**
   * A ticket and its thread, in {@code seq} order.
   *
   * @param next the first entry that did not fit; null where the thread ends
   * @param readElsewhere whether its customer went on with another ticket, where alone answers are
   *     read
   * @param goesOnIn the last of its follow-ups that is not purged; null where there is none
   * @param obstacle why no answer can go to its customer; null where that can be tried
   */
  record TicketThread(
      Ticket ticket,
      List<Entry> entries,
      @Nullable Integer next,
      boolean readElsewhere,
      @Nullable TicketId goesOnIn,
      @Nullable String obstacle) {}

  /**
   * A file without its bytes.
   *
   * @param size in bytes
   * @param sha256 of its bytes, by which {@link #bytes} finds them
   */
  record StoredFile(String name, String mediaType, long size, Buffer sha256) {}

  /**
   * The figures monitoring asks for.
   *
   * @param oldestSeconds how long the longest waiting queued ticket waits; 0 where none does
   * @param outboxPending waiting outbound messages by channel
   */
  record QueueFigures(
      Map<String, Long> ticketsByStatus,
      Map<String, Long> queueDepthByPriority,
      double oldestSeconds,
      Map<String, Long> outboxPending,
      double outboxOldestSeconds) {}
}
