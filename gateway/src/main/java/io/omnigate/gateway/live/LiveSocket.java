package io.omnigate.gateway.live;

import io.omnigate.channels.http.Problem;
import io.omnigate.channels.socket.CloseCode;
import io.omnigate.channels.socket.Patience;
import io.omnigate.channels.socket.SocketWire;
import io.omnigate.core.agent.Agent;
import io.omnigate.core.desk.Desk;
import io.omnigate.core.desk.NextRequest;
import io.omnigate.core.error.Failure;
import io.omnigate.gateway.api.Authenticator;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one client says: who they are, what they want to see and do. Lives on the event loop of its
 * connection; what it asks of the hub is answered through its {@link Outlet}.
 */
final class LiveSocket {
  private static final int MAX_FRAME = 64 * 1024;
  private static final int MAX_BAD_FRAMES = 5;

  private final SocketWire wire;
  private final LiveHub hub;
  private final Desk desk;
  private final Authenticator authenticator;
  private final Patience patience;
  private @Nullable Client client;
  private int badFrames;

  /** Who it is, once that is known, and the hub's half of their socket. */
  private record Client(Session session, Outlet outlet) {
    Agent agent() {
      return session.agent();
    }
  }

  /** A client who has just opened a socket. */
  LiveSocket(
      SocketWire wire, LiveHub hub, Desk desk, Authenticator authenticator, Patience patience) {
    this.wire = wire;
    this.hub = hub;
    this.desk = desk;
    this.authenticator = authenticator;
    this.patience = patience;
  }

  /**
   * Begins to listen; to be called on the socket's context, at once.
   *
   * @param known whose session cookie the handshake carried; null where a first frame is to tell
   */
  void open(@Nullable Session known) {
    wire.listen(this::received, code -> end(code, "text frames of at most 64 KiB are taken here"));
    wire.gone().onComplete((nothing, cause) -> hub.release());
    if (known == null) {
      wire.after(patience.auth().toMillis(), this::authDeadline);
    } else {
      authenticated(known);
    }
  }

  private void received(String text) {
    if (text.length() > MAX_FRAME) {
      end(CloseCode.TOO_BIG, "frames of at most 64 KiB are taken here");
      return;
    }
    JsonObject json = new JsonObject();
    try {
      json = ClientFrames.object(text);
      handle(ClientFrames.parse(json, client == null ? "" : client.agent().email()), json);
    } catch (Failure failure) {
      malformed(json, failure);
    }
  }

  private void handle(ClientFrame frame, JsonObject json) {
    Client known = client;
    if (frame instanceof ClientFrame.Auth auth) {
      authenticate(auth, json);
    } else if (known == null) {
      unauthenticated();
    } else {
      badFrames = 0;
      handle(known, frame, json);
    }
  }

  private void handle(Client known, ClientFrame frame, JsonObject json) {
    switch (frame) {
      case ClientFrame.Auth auth -> authenticate(auth, json);
      case ClientFrame.Subscribe subscribe -> hub.subscribe(known.outlet(), subscribe);
      case ClientFrame.Unsubscribe unsubscribe -> hub.unsubscribe(known.outlet(), unsubscribe.id());
      case ClientFrame.Viewing viewing -> hub.view(known.outlet(), viewing);
      case ClientFrame.Typing typing -> hub.typing(known.outlet(), typing);
      case ClientFrame.Next next -> next(known, next, json);
      case ClientFrame.Ping ping -> hub.pong(known.outlet());
    }
  }

  private void next(Client known, ClientFrame.Next next, JsonObject json) {
    wire.until(
        desk.next(new NextRequest(known.agent(), next.skip(), next.reason()))
            .onSuccess(ticket -> hub.answer(known.outlet(), ticket.orElse(null), next.ref()))
            .onFailure(cause -> hub.refuse(known.outlet(), echo(json), Problem.of(cause))));
  }

  private void authenticate(ClientFrame.Auth auth, JsonObject json) {
    wire.until(
        authenticator
            .byToken(auth.token())
            .onSuccess(agent -> recognised(agent, auth.token(), json))
            .onFailure(this::unrecognised));
  }

  private void recognised(Agent agent, String token, JsonObject json) {
    Client before = client;
    if (before == null) {
      authenticated(Session.of(agent, token));
    } else if (!before.agent().email().equals(agent.email())) {
      malformed(
          json,
          new Failure(
              Failure.Kind.CONFLICT,
              "already-authenticated",
              "This socket is another agent's; open one of your own."));
    }
  }

  private void authenticated(Session session) {
    Outlet outlet = hub.connect(wire, session);
    client = new Client(session, outlet);
    wire.every(patience.recheck().toMillis(), () -> recheck(session));
    wire.gone().onComplete((nothing, cause) -> hub.disconnect(outlet));
  }

  /** A session may have been ended on another node, which is not announced here. */
  private void recheck(Session session) {
    authenticator
        .byToken(session.token())
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
    if (client == null && !wire.busy()) {
      unauthenticated();
    }
  }

  private void unauthenticated() {
    end(CloseCode.UNAUTHENTICATED, "the first frame must be auth with a valid token");
  }

  private void malformed(JsonObject json, Failure failure) {
    Client known = client;
    if (known == null) {
      unauthenticated();
      return;
    }
    badFrames++;
    hub.refuse(known.outlet(), echo(json), failure);
    if (badFrames >= MAX_BAD_FRAMES) {
      end(CloseCode.POLICY, "too many malformed frames");
    }
  }

  /** Closes the socket, after what the hub has sent so far. */
  private void end(CloseCode code, String reason) {
    Client known = client;
    if (known == null) {
      wire.close(code, reason);
    } else {
      hub.close(known.outlet(), code, reason);
    }
  }

  /** The names by which a client recognises the answer to a frame. */
  private static JsonObject echo(JsonObject json) {
    JsonObject echo = new JsonObject();
    for (String name : List.of("id", "ref")) {
      if (json.getValue(name) instanceof String text && text.length() <= ClientFrames.MAX_ID) {
        echo.put(name, text);
      }
    }
    return echo;
  }
}
