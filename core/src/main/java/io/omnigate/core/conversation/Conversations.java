package io.omnigate.core.conversation;

import io.omnigate.core.ticket.Entry.AttachmentInfo;
import io.omnigate.core.ticket.Status;
import io.omnigate.core.ticket.TicketId;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the visitor of a web chat may read: the messages of their own conversation, to them and from
 * them. Notes and events have no place in these types. Everything is what is committed at the time
 * of the call; fails with {@link io.omnigate.core.error.Failure} {@code UNAVAILABLE} where the
 * database is away.
 *
 * <p>A conversation goes on over several tickets where one was closed and the visitor wrote again.
 * So a message's place in it is a number made of its ticket's place and its own in the ticket: it
 * grows with each message and has gaps. A later message always has the greater one.
 */
public interface Conversations {
  /** The kind of the channels whose customers read here what they are answered. */
  String KIND = "chat";

  /** Beyond every message's place; the greatest whole number that JavaScript counts exactly. */
  long END = (1L << 53) - 1;

  /**
   * The messages after what is had already, the first ones first; from the beginning where that is
   * of a conversation that is there no more.
   */
  Future<Page> after(Key key, Had had, int limit);

  /** The last messages before {@code place}, in the order in which they were written. */
  Future<Page> before(Key key, long place, int limit);

  /**
   * Those of the conversations that are not where they are known to be, and where they are now: on
   * no ticket, where the one they were on was purged.
   */
  Future<List<Head>> moved(List<Head> known);

  /**
   * Which conversation.
   *
   * @param channel the channel's id
   * @param key under which its messages are stored
   */
  record Key(String channel, String key) {}

  /**
   * How far somebody has a conversation.
   *
   * @param place of the last message; 0 for none
   * @param ticket one that the conversation was on by then; null where it is not known. By it is
   *     told that the conversation began anew after the ticket that it was on was purged, and
   *     counts its places from the beginning
   */
  record Had(long place, @Nullable TicketId ticket) {
    /** Nothing yet. */
    public static final Had NOTHING = new Had(0, null);
  }

  /**
   * Where a conversation stands.
   *
   * @param standing null where it has no ticket yet
   */
  record Head(Key key, @Nullable Standing standing) {}

  /**
   * The ticket that a conversation is on.
   *
   * @param version grows with every change of the ticket
   */
  record Standing(TicketId ticket, long version, Status status) {}

  /**
   * A stretch of a conversation.
   *
   * @param standing null where it has no ticket yet
   * @param more whether further messages lie beyond it, in the direction asked for; a stretch ends
   *     after the limit, and after 256 KiB of text
   * @param anew whether what was had is there no more, so that the stretch is the beginning
   */
  record Page(@Nullable Standing standing, List<Said> messages, boolean more, boolean anew) {
    /** Keeps a copy of the messages. */
    public Page {
      messages = List.copyOf(messages);
    }

    /** A stretch of what is there still. */
    public Page(@Nullable Standing standing, List<Said> messages, boolean more) {
      this(standing, messages, more, false);
    }
  }

  /**
   * One message.
   *
   * @param id its ULID
   * @param byVisitor whether the visitor wrote it
   * @param author the agent's name; null for the visitor, and for what no person wrote
   * @param ref the id that the visitor's page gave it; null where there is none
   */
  record Said(
      long place,
      String id,
      Instant at,
      boolean byVisitor,
      @Nullable String author,
      String text,
      @Nullable String ref,
      List<AttachmentInfo> files) {}
}
