package io.omnigate.gateway.live;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.omnigate.channels.http.Problem;
import io.omnigate.core.agent.Agent;
import io.omnigate.core.desk.Desk;
import io.omnigate.core.desk.NextRequest;
import io.omnigate.core.error.Failure;
import io.omnigate.gateway.api.Authenticator;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One client's socket: who they are, what they say, and whether they are still there. Lives on the
 * event loop of its connection; what it asks of the hub is answered through its {@link Outlet}.
 */
final class LiveSocket implements Wire {
  private static final int MAX_UNANSWERED = 2;
  private static final int MAX_FRAME = 64 * 1024;
  private static final int MAX_BAD_FRAMES = 5;

  private final ServerWebSocket socket;
  private final Channel channel;
  private final Context context;
  private final LiveHub hub;
  private final Desk desk;
  private final Authenticator authenticator;
  private final Patience patience;
  private final Promise<Void> gone = Promise.promise();
  private final List<Long> timers = new ArrayList<>();
  private @Nullable Session session;
  private @Nullable Outlet outlet;
  private boolean busy;
  private boolean held;
  private boolean closing;
  private int unanswered;
  private int badFrames;

  /**
   * A socket just opened.
   *
   * @param channel the connection below it, to drop a client who takes no good-bye
   * @param context the socket's own
   */
  LiveSocket(
      ServerWebSocket socket,
      Channel channel,
      Context context,
      LiveHub hub,
      Desk desk,
      Authenticator authenticator,
      Patience patience) {
    this.socket = socket;
    this.channel = channel;
    this.context = context;
    this.hub = hub;
    this.desk = desk;
    this.authenticator = authenticator;
    this.patience = patience;
  }

  /** Begins to listen; to be called on the socket's context, at once. */
  void open(@Nullable Session known) {
    socket.textMessageHandler(this::received);
    socket.binaryMessageHandler(frame -> end(CloseCode.UNSUPPORTED, "text frames only"));
    socket.pongHandler(pong -> unanswered = 0);
    socket.exceptionHandler(cause -> broken());
    socket.closeHandler(nothing -> closed());
    timers.add(context.owner().setPeriodic(patience.ping().toMillis(), timer -> ping()));
    if (known == null) {
      timers.add(context.owner().setTimer(patience.auth().toMillis(), timer -> authDeadline()));
    } else {
      authenticated(known);
    }
  }

  @Override
  public Future<Void> write(String text) {
    return socket.writeTextMessage(text);
  }

  @Override
  public void hold(boolean hold) {
    context.runOnContext(
        nothing -> {
          held = hold;
          flow();
        });
  }

  @Override
  public Future<Void> close(CloseCode code, String reason) {
    context.runOnContext(
        nothing -> {
          if (!closing) {
            closing = true;
            timers.add(context.owner().setTimer(patience.goodbye().toMillis(), timer -> drop()));
            socket.close(code.code(), reason);
          }
        });
    return gone.future();
  }

  private void received(String text) {
    if (closing) {
      return;
    }
    if (text.length() > MAX_FRAME) {
      end(CloseCode.TOO_BIG, "at most " + MAX_FRAME + " characters a frame");
      return;
    }
    JsonObject json = new JsonObject();
    try {
      json = ClientFrames.object(text);
      handle(ClientFrames.parse(json, session == null ? "" : session.agent().email()), json);
    } catch (Failure failure) {
      refuse(json, failure);
    }
  }

  /** A message over the server's bound, or the connection was cut. */
  private void broken() {
    if (!socket.isClosed()) {
      end(CloseCode.TOO_BIG, "frame too large");
    }
  }

  private void handle(ClientFrame frame, JsonObject json) {
    Outlet known = outlet;
    if (frame instanceof ClientFrame.Auth auth) {
      authenticate(auth.token(), json);
    } else if (known == null) {
      unauthenticated();
    } else {
      badFrames = 0;
      handle(known, frame, json);
    }
  }

  private void handle(Outlet known, ClientFrame frame, JsonObject json) {
    switch (frame) {
      case ClientFrame.Auth auth -> authenticate(auth.token(), json);
      case ClientFrame.Subscribe subscribe -> hub.subscribe(known, subscribe);
      case ClientFrame.Unsubscribe unsubscribe -> hub.unsubscribe(known, unsubscribe.id());
      case ClientFrame.Viewing viewing -> hub.view(known, viewing);
      case ClientFrame.Next next -> next(known, next, json);
    }
  }

  private void next(Outlet known, ClientFrame.Next next, JsonObject json) {
    busy(
        desk.next(new NextRequest(known.agent(), next.skip(), next.reason()))
            .onSuccess(ticket -> hub.answer(known, ticket.orElse(null), next.ref()))
            .onFailure(cause -> hub.refuse(known, echo(json), Problem.of(cause))));
  }

  private void authenticate(String token, JsonObject json) {
    busy(
        authenticator
            .byToken(token)
            .onSuccess(agent -> recognised(agent, token, json))
            .onFailure(this::unrecognised));
  }

  private void recognised(Agent agent, String token, JsonObject json) {
    Session before = session;
    if (before == null) {
      authenticated(Session.of(agent, token));
    } else if (!before.agent().email().equals(agent.email())) {
      refuse(
          json,
          new Failure(
              Failure.Kind.CONFLICT,
              "already-authenticated",
              "This socket is another agent's; open one of your own."));
    }
  }

  private void authenticated(Session known) {
    session = known;
    outlet = hub.connect(this, known);
    timers.add(context.owner().setPeriodic(patience.recheck().toMillis(), timer -> recheck(known)));
    if (gone.future().isComplete()) {
      closed();
    }
  }

  /** A session may have been ended on another node, which is not announced here. */
  private void recheck(Session known) {
    authenticator
        .byToken(known.token())
        .onFailure(
            cause -> {
              if (isUnauthenticated(cause)) {
                unauthenticated();
              }
            });
  }

  private void unrecognised(Throwable cause) {
    if (isUnauthenticated(cause)) {
      unauthenticated();
    } else {
      end(CloseCode.TRY_AGAIN, "cannot tell who you are just now; connect again");
    }
  }

  private static boolean isUnauthenticated(Throwable cause) {
    return cause instanceof Failure failure && failure.kind() == Failure.Kind.UNAUTHENTICATED;
  }

  private void authDeadline() {
    if (session == null && !busy) {
      unauthenticated();
    }
  }

  private void unauthenticated() {
    end(CloseCode.UNAUTHENTICATED, "the first frame must be auth with a valid token");
  }

  private void refuse(JsonObject json, Failure failure) {
    Outlet known = outlet;
    if (known == null) {
      unauthenticated();
      return;
    }
    badFrames++;
    hub.refuse(known, echo(json), failure);
    if (badFrames >= MAX_BAD_FRAMES) {
      end(CloseCode.POLICY, "too many malformed frames");
    }
  }

  /** Closes the socket, after what the hub has sent so far. */
  private void end(CloseCode code, String reason) {
    Outlet known = outlet;
    if (known == null) {
      close(code, reason);
    } else {
      hub.close(known, code, reason);
    }
  }

  private static JsonObject echo(JsonObject json) {
    JsonObject echo = new JsonObject();
    for (String name : List.of("id", "ref")) {
      if (json.getValue(name) instanceof String text && text.length() <= ClientFrames.MAX_ID) {
        echo.put(name, text);
      }
    }
    return echo;
  }

  /** Takes no further frame until {@code answer} is there, which keeps frames in order. */
  private void busy(Future<?> answer) {
    busy = true;
    flow();
    answer.onComplete(
        (value, cause) ->
            context.runOnContext(
                nothing -> {
                  busy = false;
                  flow();
                }));
  }

  private void flow() {
    if (busy || held) {
      socket.pause();
    } else {
      socket.resume();
    }
  }

  private void ping() {
    if (unanswered >= MAX_UNANSWERED) {
      drop();
    } else if (!closing) {
      unanswered++;
      socket.writePing(Buffer.buffer());
    }
  }

  /**
   * Closes the connection below Vert.x, which would first wait for what the client does not take.
   */
  private void drop() {
    ChannelHandlerContext first = channel.pipeline().firstContext();
    if (first != null) {
      first.close();
    }
  }

  private void closed() {
    timers.forEach(context.owner()::cancelTimer);
    if (gone.tryComplete()) {
      hub.release();
    }
    Outlet known = outlet;
    if (known != null) {
      hub.disconnect(known);
    }
  }
}
