package io.omnigate.channels.form;

import io.omnigate.channels.http.Answer;
import io.omnigate.channels.http.Problem;
import io.omnigate.channels.http.Template;
import io.omnigate.core.outbox.ConfirmationLinks;
import io.omnigate.core.outbox.ConfirmationLinks.Confirmation;
import io.omnigate.core.outbox.Confirmations;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The pages behind the link that asks whether an address is right. Opening the link confirms
 * nothing, for mail servers open links as well; the button on the page does.
 */
public final class ConfirmationPages implements Consumer<Router> {
  private static final Template ASK = Template.load("/web/form/confirm.html", FormPages.STYLE);
  private static final Template TOLD = Template.load("/web/form/told.html", FormPages.STYLE);
  private static final String NOBODY = "'none'";
  private static final String TOKEN = "token";

  private final ConfirmationLinks links;
  private final Confirmations confirmations;
  private final InstantSource clock;

  /** Pages for links made by {@code links}. */
  public ConfirmationPages(
      ConfirmationLinks links, Confirmations confirmations, InstantSource clock) {
    this.links = links;
    this.confirmations = confirmations;
    this.clock = clock;
  }

  @Override
  public void accept(Router router) {
    String path = ConfirmationLinks.PATH + ':' + TOKEN;
    router.get(path).handler(context -> ask(context).send(context.response()));
    router.post(path).handler(this::confirm);
  }

  private Answer ask(RoutingContext context) {
    PageWords words = FormPages.words(context.request());
    if (read(context).isEmpty()) {
      return told(404, words, "confirm.gone");
    }
    Map<String, String> values = values(words);
    values.put(TOKEN, token(context));
    return ASK.answer(200, values, NOBODY);
  }

  /** Whatever the body holds is of no interest; it is read to its end and dropped as it comes. */
  private void confirm(RoutingContext context) {
    HttpServerRequest request = context.request();
    PageWords words = FormPages.words(request);
    request
        .end()
        .compose(
            end ->
                read(context)
                    .map(confirmation -> confirmations.confirm(confirmation, clock.instant()))
                    .orElseGet(() -> Future.succeededFuture(false)))
        .map(
            confirmed ->
                confirmed ? told(200, words, "confirm.done") : told(404, words, "confirm.gone"))
        .otherwise(thrown -> busy(Problem.of(thrown).kind().status(), words))
        .onSuccess(answer -> answer.send(context.response()));
  }

  private Optional<Confirmation> read(RoutingContext context) {
    return links.read(token(context), clock.instant());
  }

  private static String token(RoutingContext context) {
    return String.valueOf(context.pathParam(TOKEN));
  }

  private static Answer told(int status, PageWords words, String what) {
    return told(status, words, words.say(what + ".title"), words.say(what + ".text"));
  }

  private static Answer busy(int status, PageWords words) {
    return told(status, words, words.say("confirm.title"), words.say("wrong.busy"));
  }

  private static Answer told(int status, PageWords words, String title, String text) {
    Map<String, String> values = values(words);
    values.put("title", title);
    values.put("text", text);
    return TOLD.answer(status, values, NOBODY);
  }

  private static Map<String, String> values(PageWords words) {
    Map<String, String> values = words.values();
    values.put("icon", FormPages.ICON);
    return values;
  }
}
