package io.omnigate.channels.chat.live;

import io.omnigate.channels.socket.CloseCode;
import io.omnigate.channels.socket.Wire;
import io.omnigate.core.conversation.Conversations;
import io.omnigate.core.conversation.Conversations.Had;
import io.omnigate.core.conversation.Conversations.Page;
import io.omnigate.core.conversation.Conversations.Said;
import io.omnigate.core.conversation.Conversations.Standing;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The hub's half of a visitor's socket: how far the conversation was sent to it. What is sent is
 * read from the stored thread, after the place of what was sent last; so neither a lost wake-up nor
 * a failed read skips anything. One stretch is under way at a time: a window that takes nothing
 * holds no more than that, and is closed before long. To be used from the hub's context only.
 */
final class Visitor {
  /** How many messages are read at once. */
  static final int STRETCH = 50;

  private static final long FULL = 64 * 1024;
  private static final long MAX_STALL_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long RETRY_MILLIS = 1_000;

  private final Wire wire;
  private final GatewayFrames frames;
  private final Context hub;
  private final Reads reads;
  private final LongSupplier nanos;
  private @Nullable Watch watch;
  private @Nullable String session;
  private @Nullable String status;
  private volatile Had sent = Had.NOTHING;
  private long inFlight;
  private long lastTakenNanos;
  private long turn;
  private boolean reading;
  private boolean again;
  private boolean closed;

  /** How stretches of a conversation are read, so many at a time for all visitors. */
  @FunctionalInterface
  interface Reads {
    /** The outcome comes on the hub's context. */
    Future<Page> read(Read read);
  }

  /** One read of the conversations. */
  @FunctionalInterface
  interface Read {
    Future<Page> from(Conversations conversations);
  }

  /**
   * The hub's half of {@code wire}.
   *
   * @param hub on which to learn that frames are written
   * @param nanos a clock as {@link System#nanoTime}
   */
  Visitor(Wire wire, GatewayFrames frames, Context hub, Reads reads, LongSupplier nanos) {
    this.wire = wire;
    this.frames = frames;
    this.hub = hub;
    this.reads = reads;
    this.nanos = nanos;
  }

  /** The conversation it shows; null where none has begun. */
  @Nullable Watch watch() {
    return watch;
  }

  /** How far the conversation was sent to the window, at least. Any thread. */
  Had sent() {
    return sent;
  }

  /**
   * Turns to a conversation of which it has nothing yet, and reads it.
   *
   * @param token by which the page goes on with it
   */
  void follow(Watch begun, String token) {
    watch = begun;
    session = token;
    pump();
  }

  /**
   * Turns to a conversation and sends {@code opened}; completes once the operating system has it,
   * so that a window which takes nothing cannot ask for one after another. Fails where it cannot be
   * read now.
   *
   * @param token by which the page goes on with it
   * @param had what the window has of it; null to begin with the latest
   */
  Future<Void> open(Watch opened, String token, @Nullable Had had) {
    watch = opened;
    session = token;
    again = reading;
    reading = true;
    turn++;
    Conversations.Key key = opened.key();
    return reads
        .read(
            conversations ->
                had == null
                    ? conversations.before(key, Conversations.END, STRETCH)
                    : conversations.after(key, had, STRETCH))
        .onFailure(cause -> readOn(again))
        .compose(
            page -> {
              sent = had == null ? Had.NOTHING : had;
              Future<Void> written = show(opened, page, had == null && page.more());
              readOn(again || had != null && page.more());
              return written;
            });
  }

  /** Sends {@code opened}, with which the page has what it had and {@code page}. */
  private Future<Void> show(Watch on, Page page, boolean older) {
    if (page.anew()) {
      sent = Had.NOTHING;
    }
    on.known(page.standing());
    status = GatewayFrames.status(page.standing());
    sent = with(page);
    return send(frames.opened(session, page, older));
  }

  /** How far the window has the conversation with {@code page}. */
  private Had with(Page page) {
    Standing standing = page.standing();
    return new Had(
        page.messages().isEmpty() ? sent.place() : page.messages().getLast().place(),
        standing == null ? null : standing.ticket());
  }

  /** Sends what was said before a place. Fails where it cannot be read now. */
  Future<Void> older(long before) {
    Watch on = watch;
    Future<Page> page =
        on == null
            ? Future.succeededFuture(new Page(null, List.of(), false))
            : reads.read(conversations -> conversations.before(on.key(), before, STRETCH));
    return page.compose(read -> send(frames.older(read)));
  }

  /** Sends what is new in the conversation, if there is anything. */
  void pump() {
    Watch on = watch;
    if (on == null || closed) {
      return;
    }
    again = reading;
    if (reading) {
      return;
    }
    reading = true;
    long began = turn;
    reads
        .read(conversations -> conversations.after(on.key(), sent, STRETCH))
        .compose(page -> began == turn ? push(on, page) : Future.succeededFuture(false))
        .onComplete(
            (more, cause) ->
                hub.runOnContext(nothing -> pumped(began, cause == null && more, cause)));
  }

  /** A stretch that {@code open} has overtaken is over: what follows is read by the new turn. */
  private void pumped(long began, boolean more, @Nullable Throwable cause) {
    if (began != turn) {
      return;
    }
    if (cause != null && !closed) {
      reading = false;
      hub.owner().setTimer(RETRY_MILLIS, timer -> pump());
    } else {
      readOn(more || again);
    }
  }

  private void readOn(boolean more) {
    reading = false;
    if (more) {
      pump();
    }
  }

  /** Tells whether there is more to read, once what was read is written. */
  private Future<Boolean> push(Watch on, Page page) {
    if (page.anew()) {
      return show(on, page, false).map(page.more());
    }
    on.known(page.standing());
    Future<Void> written = Future.succeededFuture();
    sent = with(page);
    for (Said said : page.messages()) {
      written = send(frames.message(said));
    }
    String now = GatewayFrames.status(page.standing());
    if (now != null && !now.equals(status)) {
      status = now;
      written = send(now);
    }
    return written.map(page.more());
  }

  /** Sends a frame that is of the moment only; not at all where others wait to be taken. */
  void sendIfIdle(String frame) {
    if (inFlight < FULL) {
      send(frame);
    }
  }

  /** Sends a frame; completes once the operating system has it. */
  Future<Void> send(String frame) {
    if (closed) {
      return Future.succeededFuture();
    }
    if (inFlight == 0) {
      lastTakenNanos = nanos.getAsLong();
    }
    inFlight += frame.length();
    return wire.write(frame).onSuccess(done -> hub.runOnContext(nothing -> taken(frame.length())));
  }

  /** Closes a window that has taken nothing for too long. */
  void closeIfStalled() {
    if (!closed && inFlight > 0 && nanos.getAsLong() - lastTakenNanos > MAX_STALL_NANOS) {
      close(CloseCode.TRY_AGAIN, "reads too slowly; connect again");
    }
  }

  /** Closes the socket, to which nothing is sent any more; completes once it is gone. */
  Future<Void> close(CloseCode code, String reason) {
    closed = true;
    return wire.close(code, reason);
  }

  /** The socket is gone. */
  void gone() {
    closed = true;
  }

  private void taken(long size) {
    inFlight -= size;
    lastTakenNanos = nanos.getAsLong();
  }
}
