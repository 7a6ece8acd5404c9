package io.omnigate.channels.chat.page;

import io.omnigate.channels.chat.ChatChannel;
import io.omnigate.channels.http.Answer;
import io.omnigate.channels.http.Template;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * {@code GET /widget.js?channel=<id>}, the chat for any page, and {@code GET /demo}, a page that
 * has it. Without {@code channel} it is the first chat; for one that is no chat there is nothing.
 */
public final class WidgetRoutes implements Consumer<Router> {
  /** What any page with a policy of its own has to allow: pictures first. */
  private static final String NEEDED = " 'self'; script-src 'self'; connect-src 'self'";

  private final List<String> chats;
  private final WidgetScript script = WidgetScript.load();
  private final Template demo = Template.load("/web/demo/index.html", "/web/demo/demo.css");

  /** Reads the pages from the class path: to be called while starting. */
  public WidgetRoutes(Collection<ChatChannel> channels) {
    this.chats = channels.stream().map(ChatChannel::id).toList();
  }

  @Override
  public void accept(Router router) {
    read(router, "/widget.js")
        .handler(context -> serve(context, channel -> script.answer(context.request())));
    read(router, "/demo").handler(context -> serve(context, this::demo));
  }

  private static Route read(Router router, String path) {
    return router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD);
  }

  private void serve(RoutingContext context, Function<String, Answer> answer) {
    List<String> named = context.queryParam("channel");
    List<String> known =
        chats.stream().filter(id -> named.isEmpty() || named.getFirst().equals(id)).toList();
    if (known.isEmpty()) {
      context.next();
    } else {
      answer.apply(known.getFirst()).send(context.response());
    }
  }

  private Answer demo(String channel) {
    return demo.answer(200, Map.of("channel", channel), "'self'", NEEDED);
  }
}
