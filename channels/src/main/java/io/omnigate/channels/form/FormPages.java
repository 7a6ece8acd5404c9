package io.omnigate.channels.form;

import io.omnigate.channels.ChannelRequest;
import io.omnigate.channels.http.Answer;
import io.omnigate.channels.http.Template;
import io.omnigate.core.error.Failure;
import io.omnigate.core.intake.Receipt;
import io.omnigate.core.ticket.TicketId;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The pages of one form: the hosted form, its thank-you page, and what to paste into a page of
 * one's own. Plain HTML, no script.
 */
final class FormPages {
  /** Of the address: the language of a page, in which its form is answered as well. */
  static final String LANGUAGE = "lang";

  /** The gateway's sign, for the browser's tab; no file of its own that could be missing. */
  static final String ICON =
      "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E"
          + "%3Crect width='32' height='32' rx='8' fill='%230b5f5b'/%3E"
          + "%3Cpath d='M8 10h16v12H8z M8 11l8 6 8-6' fill='none' stroke='%23e9fbf8'"
          + " stroke-width='2.4' stroke-linejoin='round'/%3E%3C/svg%3E";

  /** The one style sheet of all pages. */
  static final String STYLE = "/web/form/style.css";

  private static final Template FORM = Template.load("/web/form/form.html", STYLE);
  private static final Template THANKS = Template.load("/web/form/thanks.html", STYLE);
  private static final Template EMBED = Template.load("/web/form/embed.html", STYLE);
  private static final Template MARKUP = Template.load("/web/form/markup.html");
  private static final Template FRAME = Template.load("/web/form/frame.html");
  private static final int ONCE_BYTES = 16;

  /** What is of no use once it was refused, for nobody sees it to mend it. */
  private static final Set<String> UNSEEN = Set.of("priority", "department");

  private final FormSettings settings;
  private final String publicUrl;
  private final RandomGenerator random;

  FormPages(FormSettings settings, String publicUrl, RandomGenerator random) {
    this.settings = settings;
    this.publicUrl = publicUrl;
    this.random = random;
  }

  void mount(Router router) {
    String path = path();
    router.get(path).handler(context -> send(context.request(), form(words(context.request()))));
    router
        .get(path + "/thanks")
        .handler(context -> send(context.request(), thanks(context.request())));
    router
        .get(path + "/embed")
        .handler(context -> send(context.request(), embed(words(context.request()))));
  }

  /**
   * Where a browser is sent once its message is durable.
   *
   * @param confirms whether a mail is on its way that asks to confirm the address
   */
  String thanksPath(ChannelRequest request, Receipt receipt, boolean confirms) {
    TicketId ticket = receipt.ticket();
    return path()
        + "/thanks?"
        + LANGUAGE
        + '='
        + words(request).language()
        + (ticket == null ? "" : "&ticket=" + ticket)
        + (confirms ? "&mail=1" : "");
  }

  /** The form, with what was typed and what is wrong with it. */
  Answer again(ChannelRequest request, Failure failure, Map<String, String> typed) {
    PageWords words = words(request);
    Wrong wrong = Wrong.of(failure, words);
    Map<String, String> values = new HashMap<>(typed);
    if (failure.more().get("field") instanceof String field && UNSEEN.contains(field)) {
      values.remove(field);
    }
    boolean beside = !wrong.field().isEmpty();
    values.put("wrong" + (beside ? "." + wrong.field() : ""), wrong.text());
    values.put("invalid." + wrong.field(), "true");
    values.put("field", wrong.field());
    values.put("fieldName", beside ? words.say(wrong.field()) : "");
    values.put("link", beside ? "" : "none");
    return form(failure.kind().status(), words, values);
  }

  private Answer form(PageWords words) {
    return form(200, words, new HashMap<>(Map.of("alert", "none")));
  }

  private Answer form(int status, PageWords words, Map<String, String> own) {
    byte[] once = new byte[ONCE_BYTES];
    random.nextBytes(once);
    Map<String, String> values = values(words);
    values.putAll(own);
    values.put(FormPost.ONCE, Base64.getUrlEncoder().withoutPadding().encodeToString(once));
    return FORM.answer(status, values, settings.origins().ancestors());
  }

  private Answer thanks(HttpServerRequest request) {
    Map<String, String> values = values(words(request));
    String ticket = TicketId.parse(request.getParam("ticket", "")).map(TicketId::value).orElse("");
    values.put("ticket", ticket);
    values.put("ticketState", ticket.isEmpty() ? "none" : "");
    values.put("confirmState", request.getParam("mail") == null ? "none" : "");
    return THANKS.answer(200, values, settings.origins().ancestors());
  }

  private Answer embed(PageWords words) {
    Map<String, String> values = values(words);
    values.put("markup", MARKUP.fill(values));
    values.put("frame", FRAME.fill(values));
    return EMBED.answer(200, values, "'self'");
  }

  private Map<String, String> values(PageWords words) {
    Map<String, String> values = words.values();
    values.put("channel", settings.channel().id());
    values.put("url", publicUrl);
    values.put("icon", ICON);
    values.computeIfPresent(
        "say.files.hint",
        (key, hint) -> hint.replace("{mib}", Long.toString(settings.files().maxBytes() >> 20)));
    return values;
  }

  private String path() {
    return "/forms/" + settings.channel().id();
  }

  /** The words of a page that is asked for. */
  static PageWords words(HttpServerRequest request) {
    return PageWords.choose(
        request.getParam(LANGUAGE, ""), request.headers().get("Accept-Language"));
  }

  private static PageWords words(ChannelRequest request) {
    String asked = request.query().get(LANGUAGE);
    return PageWords.choose(asked == null ? "" : asked, request.headers().get("Accept-Language"));
  }

  private static void send(HttpServerRequest request, Answer answer) {
    answer.with("Vary", "Accept-Language").send(request.response());
  }
}
