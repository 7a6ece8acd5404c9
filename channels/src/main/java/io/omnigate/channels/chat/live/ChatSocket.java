package io.omnigate.channels.chat.live;

import io.omnigate.channels.ChannelRequest;
import io.omnigate.channels.JsonBody;
import io.omnigate.channels.chat.ChatChannel;
import io.omnigate.channels.http.Answer;
import io.omnigate.channels.http.Problem;
import io.omnigate.channels.http.TokenBucket;
import io.omnigate.channels.socket.CloseCode;
import io.omnigate.channels.socket.Patience;
import io.omnigate.channels.socket.SocketWire;
import io.omnigate.core.conversation.Activity;
import io.omnigate.core.conversation.Conversations;
import io.omnigate.core.conversation.Conversations.Had;
import io.omnigate.core.error.Failure;
import io.omnigate.core.notice.Notice;
import io.omnigate.core.ticket.TicketId;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What one visitor's window says. A message takes the very way of one that is posted; what becomes
 * of it is told once it is durable, or refused. One frame is answered at a time, and the next one
 * not read before. Lives on the event loop of its connection.
 */
final class ChatSocket {
  private static final int MAX_FRAME = 64 * 1024;
  private static final int MAX_BAD_FRAMES = 5;
  private static final int FRAMES_PER_MINUTE = 240;
  private static final long TYPING_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** What a message costs beside its bytes, until it is stored. */
  private static final int OVERHEAD = 4096;

  private final SocketWire wire;
  private final ChatChannel channel;
  private final ChatRoute.Parts parts;
  private final GatewayFrames frames;
  private final MultiMap headers;
  private final String peer;
  private final TokenBucket rate = new TokenBucket(System::nanoTime, FRAMES_PER_MINUTE);
  private final Visitor visitor;
  private @Nullable String session;
  private Conversations.@Nullable Key conversation;
  private boolean opened;
  private int badFrames;
  private long typedNanos = System.nanoTime() - TYPING_NANOS;
  private Had delivered = Had.NOTHING;
  private Had read = Had.NOTHING;

  /**
   * A window just opened.
   *
   * @param headers those of the handshake by which the channel knows its pages
   * @param peer the network address by which the visitor is counted
   */
  ChatSocket(
      SocketWire wire, ChatChannel channel, ChatRoute.Parts parts, MultiMap headers, String peer) {
    this.wire = wire;
    this.channel = channel;
    this.parts = parts;
    this.frames = new GatewayFrames(channel);
    this.headers = headers;
    this.peer = peer;
    this.visitor = parts.hub().connect(wire, frames);
  }

  /** Begins to listen; to be called on the socket's context, at once. */
  void listen(Patience patience) {
    wire.listen(this::received, code -> end(code, "text frames of at most 64 KiB are taken here"));
    wire.gone().onComplete((nothing, cause) -> parts.hub().disconnect(visitor));
    wire.after(patience.auth().toMillis(), this::openDeadline);
  }

  private void received(String text) {
    if (text.length() > MAX_FRAME) {
      end(CloseCode.TOO_BIG, "frames of at most 64 KiB are taken here");
      return;
    }
    try {
      VisitorFrame frame = VisitorFrame.parse(JsonBody.object(Buffer.buffer(text)));
      badFrames = 0;
      handle(frame, rate.take());
    } catch (Failure failure) {
      badFrames++;
      wire.until(wire.write(GatewayFrames.error(failure)));
      if (badFrames >= MAX_BAD_FRAMES) {
        end(CloseCode.POLICY, "too many malformed frames");
      }
    }
  }

  /** Over the rate a message is refused, and everything else has no effect. */
  private void handle(VisitorFrame frame, int wait) {
    if (frame instanceof VisitorFrame.Message message && wait > 0) {
      refuse(message, tooMany(wait));
    } else if (wait == 0) {
      handle(frame);
    }
  }

  private void handle(VisitorFrame frame) {
    switch (frame) {
      case VisitorFrame.Open open -> open(open);
      case VisitorFrame.Message message -> message(message);
      case VisitorFrame.Older(long before) -> answer(parts.hub().older(visitor, before));
      case VisitorFrame.Seen seen -> seen(seen);
      case VisitorFrame.Typing typing -> typing();
      case VisitorFrame.Ping ping -> wire.until(wire.write(GatewayFrames.PONG));
    }
  }

  private void open(VisitorFrame.Open frame) {
    String token = frame.session();
    Conversations.Key key = token == null ? null : channel.conversation(token);
    if (conversation != null && !conversation.equals(key)) {
      throw new Failure(
          Failure.Kind.CONFLICT,
          "already-open",
          "this socket has another conversation; open one of its own");
    }
    opened = true;
    if (token == null || key == null) {
      Conversations.Page nothing = new Conversations.Page(null, List.of(), false);
      wire.until(wire.write(frames.opened(null, nothing, false)));
    } else {
      session = token;
      conversation = key;
      answer(parts.hub().open(visitor, key, token, frame.had()));
    }
  }

  /** What the hub could not do is told; the page asks again. */
  private void answer(Future<Void> done) {
    wire.until(
        done.recover(cause -> wire.write(GatewayFrames.error(Problem.of(cause)))).otherwiseEmpty());
  }

  private void message(VisitorFrame.Message message) {
    JsonObject posted = message.body();
    if (session != null) {
      posted.put("session", session);
    }
    Buffer body = posted.toBuffer();
    long held = body.length() + OVERHEAD;
    if (!parts.inFlight().tryHold(held)) {
      refuse(message, busy());
      return;
    }
    ChannelRequest request =
        new ChannelRequest(
            HttpMethod.POST,
            headers,
            MultiMap.caseInsensitiveMultiMap(),
            body,
            peer,
            parts.clock().instant());
    wire.until(
        parts
            .reception()
            .receive(channel, request, System.nanoTime())
            .onComplete((answer, cause) -> parts.inFlight().release(held))
            .compose(answer -> answered(message, answer)));
  }

  private Future<Void> answered(VisitorFrame.Message message, Answer answer) {
    if (answer.status() / 100 != 2) {
      return wire.write(GatewayFrames.refused(message.id(), answer));
    }
    JsonObject receipt = answer.body().toJsonObject();
    Future<Void> written = wire.write(GatewayFrames.receipt(message.id(), receipt));
    return session == null ? written.compose(done -> begun(receipt)) : written;
  }

  private Future<Void> begun(JsonObject receipt) {
    String token = receipt.getString("session");
    Conversations.Key key = channel.conversation(token);
    opened = true;
    session = token;
    conversation = key;
    return parts.hub().follow(visitor, key, token);
  }

  private void refuse(VisitorFrame.Message message, Failure failure) {
    parts.reception().refused(channel, failure);
    wire.until(wire.write(GatewayFrames.refused(message.id(), Problem.answer(failure))));
  }

  /** What was told before need not be told again; one that fails the page tells after a reload. */
  private void seen(VisitorFrame.Seen seen) {
    Conversations.Key key = conversation;
    Had had = sentOf(seen.had());
    boolean told = covers(read, had) || !seen.read() && covers(delivered, had);
    if (key == null || had.place() == 0 || told) {
      return;
    }
    if (seen.read()) {
      read = had;
    } else {
      delivered = had;
    }
    Notice notice =
        new Notice.Seen(key.channel(), key.key(), had, seen.read(), parts.clock().instant());
    wire.until(
        parts
            .notices()
            .take(List.of(notice))
            .onSuccess(done -> parts.hub().tell(visitor, Activity.Sort.VISITOR_SAW)));
  }

  /**
   * No more than the window was sent; a page that names no ticket means the one it was told last.
   */
  private Had sentOf(Had claimed) {
    Had sent = visitor.sent();
    TicketId ticket = claimed.ticket() == null ? sent.ticket() : claimed.ticket();
    return new Had(Math.min(claimed.place(), sent.place()), ticket);
  }

  /**
   * Places of different tickets may be of conversations that have nothing to do with each other.
   */
  private static boolean covers(Had before, Had had) {
    return Objects.equals(before.ticket(), had.ticket()) && had.place() <= before.place();
  }

  private void typing() {
    long now = System.nanoTime();
    if (now - typedNanos >= TYPING_NANOS) {
      typedNanos = now;
      parts.hub().tell(visitor, Activity.Sort.VISITOR_TYPES);
    }
  }

  private void openDeadline() {
    if (!opened && !wire.busy()) {
      end(CloseCode.POLICY, "the first frame must be open");
    }
  }

  private void end(CloseCode code, String reason) {
    parts.hub().close(visitor, code, reason);
  }

  private static Failure tooMany(int seconds) {
    return new Failure(
        Failure.Kind.TOO_MANY,
        "rate-limited",
        "too many messages at once; try again in " + seconds + " s",
        Map.of("retryAfter", seconds));
  }

  private static Failure busy() {
    return new Failure(
        Failure.Kind.TOO_MANY, "too-much-in-flight", "too much at once; try again a little later");
  }
}
