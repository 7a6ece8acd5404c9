package io.omnigate.gateway.api;

import io.omnigate.channels.FileLinks;
import io.omnigate.channels.http.Reply;
import io.omnigate.core.desk.TicketReader;
import io.omnigate.core.error.Failure;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * {@code GET /files/{token}}: a file that an agent sent, for the customer it was sent to. The
 * signed token is all that it takes; always a download, as for agents.
 */
public final class SharedFiles implements Consumer<Router> {
  private static final String TOKEN = "token";
  private static final int MAX_TOKEN = 200;

  private final FileLinks links;
  private final FileReplies files;

  /** Files behind {@code links}. */
  public SharedFiles(FileLinks links, TicketReader reader) {
    this.links = links;
    this.files = FileReplies.shared(reader);
  }

  @Override
  public void accept(Router router) {
    router.get(FileLinks.PATH + ':' + TOKEN).handler(this::send);
  }

  private void send(RoutingContext context) {
    file(Objects.requireNonNullElse(context.pathParam(TOKEN), ""))
        .onSuccess(
            reply -> {
              context
                  .response()
                  .putHeader("X-Content-Type-Options", "nosniff")
                  .putHeader("Referrer-Policy", "no-referrer")
                  .putHeader("X-Robots-Tag", "noindex");
              reply.send(context.response());
            })
        .onFailure(context::fail);
  }

  private Future<Reply> file(String token) {
    return token.length() > MAX_TOKEN
        ? Future.failedFuture(unknown())
        : links
            .attachment(token)
            .map(id -> files.of(id, SharedFiles::unknown))
            .orElseGet(() -> Future.failedFuture(unknown()));
  }

  private static Failure unknown() {
    return new Failure(
        Failure.Kind.NOT_FOUND,
        "not-found",
        "there is no such file, or its address has run out; ask for it again");
  }
}
