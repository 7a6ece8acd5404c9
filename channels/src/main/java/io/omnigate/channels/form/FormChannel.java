package io.omnigate.channels.form;

import io.omnigate.channels.Arrival;
import io.omnigate.channels.Channel;
import io.omnigate.channels.ChannelContext;
import io.omnigate.channels.ChannelRequest;
import io.omnigate.channels.ChannelSettings;
import io.omnigate.channels.FileLimits;
import io.omnigate.channels.Offload;
import io.omnigate.channels.Origins;
import io.omnigate.channels.ReceiptJson;
import io.omnigate.channels.http.Answer;
import io.omnigate.channels.http.PeerAddress;
import io.omnigate.channels.http.Problem;
import io.omnigate.channels.http.RateLimiter;
import io.omnigate.core.config.Section;
import io.omnigate.core.error.Failure;
import io.omnigate.core.intake.InboundMessage.Addressee;
import io.omnigate.core.intake.Receipt;
import io.omnigate.core.ticket.Status;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The contact form: posted by a page of the customer's, by a program, or from the page hosted here.
 * A browser is answered with pages, a program with JSON.
 */
public final class FormChannel implements Channel {
  /** The kind's name in the configuration. */
  public static final String KIND = "form";

  private static final int MAX_FILE_MIB = 25;

  /** What goes beside the files. */
  private static final int MAX_FIELDS = 1024 * 1024;

  private final FormSettings settings;
  private final ChannelContext context;
  private final RateLimiter limiter;
  private final FormMessages messages;
  private final FormPages pages;

  private FormChannel(FormSettings settings, ChannelContext context, RateLimiter limiter) {
    this.settings = settings;
    this.context = context;
    this.limiter = limiter;
    this.messages = new FormMessages(settings, context);
    this.pages = new FormPages(settings, context.publicUrl(), context.random());
  }

  /**
   * Reads the settings: {@code origins}, by default the gateway's own pages; {@code ratePerMinute},
   * how much one address may send; {@code verifyEmail}, whether an address is asked first; and
   * those of {@link FileLimits}.
   */
  public static Channel read(ChannelSettings settings, Section section, ChannelContext context) {
    Origins origins = Origins.read(section, context.publicUrl());
    int perMinute = section.integer("ratePerMinute", 120, 1, 1_000_000);
    boolean verify =
        section.choice("verifyEmail", "false", List.of("false", "true")).equals("true");
    FileLimits files = FileLimits.read(section, MAX_FILE_MIB);
    return new FormChannel(
        new FormSettings(settings, origins, files, verify),
        context,
        new RateLimiter(System::nanoTime, perMinute));
  }

  @Override
  public String id() {
    return settings.channel().id();
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public boolean answeredByMail() {
    return true;
  }

  @Override
  public int maxBody() {
    return (int) settings.files().maxBytes() + MAX_FIELDS;
  }

  @Override
  public boolean spools() {
    return true;
  }

  @Override
  public List<HttpMethod> methods() {
    return List.of(HttpMethod.POST, HttpMethod.OPTIONS);
  }

  @Override
  public Optional<String> allowedOrigin(ChannelRequest request) {
    return settings.origins().of(request);
  }

  @Override
  public void addPages(Router router) {
    pages.mount(router);
  }

  /** The hosted page posts to its own host, whatever name that goes by. */
  @Override
  public void verify(ChannelRequest request) {
    if (!Origins.ownHost(request)) {
      settings.origins().require(request);
    }
  }

  @Override
  public boolean hasPages() {
    return true;
  }

  @Override
  public Future<Arrival> parse(ChannelRequest request) {
    int wait = limiter.take(PeerAddress.network(request.remoteAddress()));
    return wait > 0
        ? Future.failedFuture(RateLimiter.refusal(wait))
        : Offload.run(
            context.vertx(),
            request.whole(),
            () -> Arrival.of(messages.of(request, FormReader.read(request, settings.files()))));
  }

  /** Whoever filled in the trap hears what everybody hears. */
  @Override
  public Answer answer(ChannelRequest request, Arrival arrival, List<Receipt> receipts) {
    Receipt receipt = receipts.getFirst();
    if (!request.wantsHtml()) {
      boolean spam = receipt.status() == Status.SPAM;
      return ReceiptJson.answer(spam ? receipt.telling(Status.NEW) : receipt);
    }
    Addressee told = arrival.messages().getFirst().handling().told();
    boolean confirms = told != null && told.confirmFirst();
    return Answer.empty(303).with("Location", pages.thanksPath(request, receipt, confirms));
  }

  @Override
  public Answer refuse(ChannelRequest request, Failure failure) {
    return wantsPage(request) ? page(request, failure, Map.of()) : Problem.answer(failure);
  }

  /** With what was typed, for which the body is read again: one with files not on an event loop. */
  @Override
  public Future<Answer> refusal(ChannelRequest request, Failure failure) {
    return wantsPage(request)
        ? Offload.run(context.vertx(), request.whole(), () -> typed(request))
            .map(typed -> page(request, failure, typed))
        : Future.succeededFuture(refuse(request, failure));
  }

  private Answer page(ChannelRequest request, Failure failure, Map<String, String> typed) {
    Answer page = pages.again(request, failure, typed);
    String retryAfter = Problem.answer(failure).headers().get("Retry-After");
    return retryAfter == null ? page : page.with("Retry-After", retryAfter);
  }

  private static boolean wantsPage(ChannelRequest request) {
    return request.wantsHtml() && request.method() == HttpMethod.POST;
  }

  private Map<String, String> typed(ChannelRequest request) {
    try {
      return FormReader.read(request, settings.files()).fields();
    } catch (Failure | UncheckedIOException unreadable) {
      return Map.of();
    }
  }
}
