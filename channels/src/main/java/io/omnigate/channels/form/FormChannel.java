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
import io.omnigate.channels.http.Problem;
import io.omnigate.channels.http.RateLimiter;
import io.omnigate.core.config.Section;
import io.omnigate.core.error.Failure;
import io.omnigate.core.intake.Receipt;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
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

  private static final int MAX_BODY = 15 * 1024 * 1024;

  /** What was typed is shown again up to here; a larger body carries files. */
  private static final int SHOWN_AGAIN = 64 * 1024;

  private final ChannelSettings settings;
  private final ChannelContext context;
  private final Origins origins;
  private final RateLimiter limiter;
  private final FileLimits files;
  private final FormMessages messages;
  private final FormPages pages;

  /** A form for pages of the given origins. */
  public FormChannel(
      ChannelSettings settings,
      ChannelContext context,
      Origins origins,
      RateLimiter limiter,
      FileLimits files) {
    this.settings = settings;
    this.context = context;
    this.origins = origins;
    this.limiter = limiter;
    this.files = files;
    this.messages = new FormMessages(settings, context);
    this.pages = new FormPages(settings.id());
  }

  /**
   * Reads the settings: {@code origins}, by default the gateway's own pages, and {@code
   * ratePerMinute}, how much one address may send, and those of {@link FileLimits}.
   */
  public static Channel read(ChannelSettings settings, Section section, ChannelContext context) {
    List<String> origins = section.texts("origins", List.of(context.publicUrl()));
    int perMinute = section.integer("ratePerMinute", 120, 1, 1_000_000);
    return new FormChannel(
        settings,
        context,
        new Origins(origins),
        new RateLimiter(System::nanoTime, perMinute),
        FileLimits.read(section, MAX_BODY >> 20));
  }

  @Override
  public String id() {
    return settings.id();
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
    return MAX_BODY;
  }

  @Override
  public List<HttpMethod> methods() {
    return List.of(HttpMethod.POST, HttpMethod.OPTIONS);
  }

  @Override
  public Optional<String> allowedOrigin(ChannelRequest request) {
    return origins.of(request);
  }

  @Override
  public void addPages(Router router) {
    pages.mount(router);
  }

  /** The hosted page posts to its own host, whatever name that goes by. */
  @Override
  public void verify(ChannelRequest request) {
    if (!sameOrigin(request)) {
      origins.require(request);
    }
  }

  @Override
  public Future<Arrival> parse(ChannelRequest request) {
    int wait = limiter.take(request.remoteAddress());
    return wait > 0
        ? Future.failedFuture(tooMany(wait))
        : Offload.run(
            context.vertx(),
            request.body().length(),
            () -> Arrival.of(messages.of(request, FormReader.read(request, files))));
  }

  @Override
  public Answer answer(ChannelRequest request, Arrival arrival, List<Receipt> receipts) {
    Receipt receipt = receipts.getFirst();
    return request.wantsHtml()
        ? Answer.empty(303)
            .with("Location", pages.thanksPath(Optional.ofNullable(receipt.ticket())))
        : ReceiptJson.answer(receipt);
  }

  @Override
  public Answer refuse(ChannelRequest request, Failure failure) {
    Answer problem = Problem.answer(failure);
    if (!request.wantsHtml() || request.method() != HttpMethod.POST) {
      return problem;
    }
    Answer page = pages.again(failure, typed(request));
    String retryAfter = problem.headers().get("Retry-After");
    return retryAfter == null ? page : page.with("Retry-After", retryAfter);
  }

  private Map<String, String> typed(ChannelRequest request) {
    try {
      return request.body().length() <= SHOWN_AGAIN
          ? FormReader.read(request, files).fields()
          : Map.of();
    } catch (Failure unreadable) {
      return Map.of();
    }
  }

  private static boolean sameOrigin(ChannelRequest request) {
    List<String> origin = request.headers().getAll("Origin");
    List<String> host = request.headers().getAll("Host");
    return origin.size() == 1
        && host.size() == 1
        && (origin.getFirst().equalsIgnoreCase("http://" + host.getFirst())
            || origin.getFirst().equalsIgnoreCase("https://" + host.getFirst()));
  }

  private static Failure tooMany(int seconds) {
    return new Failure(
        Failure.Kind.TOO_MANY,
        "rate-limited",
        "too many messages from this address; try again in " + seconds + " s",
        Map.of("retryAfter", seconds));
  }
}
