package io.omnigate.channels.ses;

import io.omnigate.channels.Arrival;
import io.omnigate.channels.Channel;
import io.omnigate.channels.ChannelContext;
import io.omnigate.channels.ChannelRequest;
import io.omnigate.channels.ChannelSettings;
import io.omnigate.channels.FileLimits;
import io.omnigate.channels.Offload;
import io.omnigate.channels.email.MailReader;
import io.omnigate.channels.email.MailRelay;
import io.omnigate.channels.email.RelayAnswers;
import io.omnigate.core.config.Section;
import io.omnigate.core.intake.UsedTokens;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mail that Amazon SES receives and publishes on SNS topics. Only listed topics count: their region
 * names the one host whose certificates are believed and where subscriptions are confirmed.
 */
public final class SesChannel implements MailRelay {
  /** The kind's name in the configuration. */
  public static final String KIND = "ses";

  private static final Logger LOG = LoggerFactory.getLogger(SesChannel.class);

  /**
   * SNS messages hold 256 KiB where they go to HTTP, and more only where they do not
   * (https://docs.aws.amazon.com/sns/latest/dg/large-message-payloads.html); some of it is escaped.
   */
  private static final int MAX_BODY = 1024 * 1024;

  private static final String API_URL = "https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?";

  private final ChannelSettings settings;
  private final Vertx vertx;
  private final Map<String, SnsTopic> topics;
  private final SnsApi api;
  private final SnsCertificates certificates;
  private final MailReader reader;

  private SesChannel(
      ChannelSettings settings,
      ChannelContext context,
      Map<String, SnsTopic> topics,
      SnsApi api,
      FileLimits limits) {
    this.settings = settings;
    this.vertx = context.vertx();
    this.topics = Map.copyOf(topics);
    this.api = api;
    this.certificates = new SnsCertificates(api, System::nanoTime);
    this.reader = new MailReader(settings, context, limits);
  }

  /** Reads the settings: {@code topics}, {@code apiUrl}, and those of {@link FileLimits}. */
  public static Channel read(ChannelSettings settings, Section section, ChannelContext context) {
    Map<String, SnsTopic> topics = new HashMap<>();
    for (String arn : section.texts("topics", List.of())) {
      SnsTopic.of(arn)
          .ifPresentOrElse(
              topic -> topics.put(arn, topic),
              () ->
                  section.mistake(
                      "topics", "has to list ARNs like arn:aws:sns:eu-west-1:123456789012:mail"));
    }
    if (topics.isEmpty() && section.texts("topics", List.of()).isEmpty()) {
      section.mistake("topics", "has to list at least one topic's ARN");
    }
    String apiUrl = section.textOr("apiUrl", "");
    if (!apiUrl.isEmpty() && !apiUrl.matches(API_URL)) {
      section.mistake("apiUrl", "has to be like https://sns.eu-west-1.amazonaws.com");
    }
    return new SesChannel(
        settings,
        context,
        topics,
        new SnsApi(context.vertx(), apiUrl),
        MailReader.fileLimits(section));
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
  public RelayAnswers answers() {
    return RelayAnswers.SES;
  }

  @Override
  public int maxBody() {
    return MAX_BODY;
  }

  /** What is at most this large is signed, decoded and taken apart in memory. */
  @Override
  public boolean spools() {
    return false;
  }

  /** What can be said without the certificate. */
  @Override
  public void verify(ChannelRequest request) {
    topic(message(request));
  }

  @Override
  public Future<Void> confirm(ChannelRequest request, UsedTokens used) {
    return aside(request, () -> message(request))
        .compose(message -> signed(request, message))
        .mapEmpty();
  }

  @Override
  public Future<Arrival> parse(ChannelRequest request) {
    return aside(request, () -> lastMessage(request))
        .compose(
            message ->
                switch (message.type()) {
                  case NOTIFICATION -> notified(request, message);
                  case SUBSCRIPTION -> subscribed(message);
                  case END -> ended();
                });
  }

  private Future<SnsMessage> signed(ChannelRequest request, SnsMessage message) {
    return certificates
        .of(topic(message), message)
        .compose(
            certificate ->
                aside(
                    request,
                    () -> {
                      SnsSignature.require(message, certificate, request.receivedAt());
                      return message;
                    }));
  }

  private Future<Arrival> notified(ChannelRequest request, SnsMessage message) {
    return aside(request, () -> SesNotification.mail(message.member("Message")))
        .compose(
            mail ->
                mail.isEmpty()
                    ? Future.succeededFuture(Arrival.ignoring("not-a-mail"))
                    : reader.read(request, mail::get));
  }

  private Future<Arrival> ended() {
    LOG.atWarn().addKeyValue("channel", id()).log("a topic's subscription has ended");
    return Future.succeededFuture(Arrival.ignoring("subscription-ended"));
  }

  private static SnsMessage message(ChannelRequest request) {
    return request.once().of(SnsMessage.class, () -> SnsMessage.read(request.body()));
  }

  private static SnsMessage lastMessage(ChannelRequest request) {
    return request.once().last(SnsMessage.class, () -> SnsMessage.read(request.body()));
  }

  private <T> Future<T> aside(ChannelRequest request, Callable<T> work) {
    return Offload.run(vertx, request.whole(), work);
  }

  private Future<Arrival> subscribed(SnsMessage message) {
    return api.confirm(topic(message), message.member("Token"))
        .onSuccess(
            done -> LOG.atInfo().addKeyValue("channel", id()).log("a topic is subscribed to"))
        .map(done -> Arrival.ignoring("subscription-confirmed"));
  }

  private SnsTopic topic(SnsMessage message) {
    SnsTopic topic = topics.get(message.topic());
    if (topic == null) {
      throw SnsMessage.unauthenticated("TopicArn is none of the channel's topics");
    }
    return topic;
  }
}
