package io.omnigate.channels.chat.live;

import io.omnigate.channels.ChannelRequest;
import io.omnigate.channels.Reception;
import io.omnigate.channels.chat.ChatChannel;
import io.omnigate.channels.http.BytesInFlight;
import io.omnigate.channels.http.PeerAddress;
import io.omnigate.channels.socket.Patience;
import io.omnigate.channels.socket.SocketWire;
import io.omnigate.core.error.Failure;
import io.omnigate.core.notice.Notices;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** {@code GET /in/<channel>/socket}: a WebSocket for pages of the channel's origins. */
public final class ChatRoute implements Consumer<Router> {
  /** The headers by which a channel knows its pages; nothing else is kept of a handshake. */
  private static final List<String> KEPT = List.of("Origin", "Host");

  private final Map<String, ChatChannel> channels;
  private final Parts parts;
  private final Patience patience;

  /**
   * What the chat is served with.
   *
   * @param reception the way of every contact
   * @param notices where it is told that answers were read
   */
  public record Parts(
      ChatHub hub,
      Reception reception,
      Notices notices,
      BytesInFlight inFlight,
      PeerAddress peers,
      InstantSource clock) {}

  /** The route to the given chats. */
  public ChatRoute(Collection<ChatChannel> channels, Parts parts) {
    this(channels, parts, Patience.USUAL);
  }

  /** The same with another patience, for tests. */
  ChatRoute(Collection<ChatChannel> channels, Parts parts, Patience patience) {
    this.channels =
        channels.stream().collect(Collectors.toMap(ChatChannel::id, Function.identity()));
    this.parts = parts;
    this.patience = patience;
  }

  @Override
  public void accept(Router router) {
    router
        .get("/in/:channel/socket")
        .handler(
            context ->
                Optional.ofNullable(channels.get(context.pathParam("channel")))
                    .ifPresentOrElse(channel -> socket(channel, context), context::next));
  }

  private void socket(ChatChannel channel, RoutingContext context) {
    HttpServerRequest request = context.request();
    if (!request.canUpgradeToWebSocket()) {
      throw new Failure(Failure.Kind.BAD_REQUEST, "websocket-expected", "open a WebSocket here");
    }
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    KEPT.forEach(name -> headers.add(name, request.headers().getAll(name)));
    String peer = parts.peers().of(request);
    channel.verify(
        new ChannelRequest(
            HttpMethod.GET,
            headers,
            MultiMap.caseInsensitiveMultiMap(),
            Buffer.buffer(),
            peer,
            parts.clock().instant()));
    String network = PeerAddress.network(peer);
    parts.hub().admit(network, channel.windowsPerAddress());
    SocketWire.upgrade(context, patience)
        .onSuccess(wire -> new ChatSocket(wire, channel, parts, headers, peer).listen(patience))
        .compose(SocketWire::gone)
        .onComplete((gone, cause) -> parts.hub().release(network));
  }
}
