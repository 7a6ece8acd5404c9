package io.omnigate.gateway;

import io.micrometer.core.instrument.MeterRegistry;
import io.omnigate.channels.Reception;
import io.omnigate.channels.chat.live.ChatHub;
import io.omnigate.channels.chat.live.ChatRoute;
import io.omnigate.channels.chat.page.WidgetRoutes;
import io.omnigate.channels.http.BytesInFlight;
import io.omnigate.channels.http.PeerAddress;
import io.vertx.ext.web.Router;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * The visitors' side of the web chat, wired.
 *
 * @param hub to be deployed once
 * @param routes to be mounted on the public server
 */
record WebChat(ChatHub hub, Consumer<Router> routes) {

  /** Wires it; nothing runs yet. */
  static WebChat of(
      Setup setup,
      CoreParts core,
      Reception reception,
      BytesInFlight inFlight,
      PeerAddress peers,
      InstantSource clock,
      MeterRegistry registry) {
    ChatHub hub = new ChatHub(core.conversations(), core.activities(), registry);
    ChatRoute sockets =
        new ChatRoute(
            setup.chats(),
            new ChatRoute.Parts(hub, reception, core.notices(), inFlight, peers, clock));
    WidgetRoutes pages = new WidgetRoutes(setup.chats());
    return new WebChat(hub, sockets.andThen(pages));
  }
}
