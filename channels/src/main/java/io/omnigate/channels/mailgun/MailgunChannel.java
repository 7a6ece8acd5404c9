package io.omnigate.channels.mailgun;

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
import io.omnigate.channels.upload.FormBody;
import io.omnigate.core.config.Section;
import io.omnigate.core.error.Failure;
import io.omnigate.core.intake.UsedTokens;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;

/**
 * A route of Mailgun's that forwards mail to us. The signature does not cover the mail, so that a
 * token is taken with one mail only, on one channel: under a token that was seen, no other mail
 * comes in, and the same one not elsewhere.
 */
public final class MailgunChannel implements MailRelay {
  /** The kind's name in the configuration. */
  public static final String KIND = "mailgun";

  private static final int MAX_AGE_SECONDS = 120;
  private static final int LONGEST_AGE_SECONDS = 24 * 60 * 60;

  /** Beyond the timestamp's age on either side: clocks of two nodes may differ. */
  private static final Duration MARGIN = Duration.ofMinutes(10);

  private final ChannelSettings settings;
  private final ChannelContext context;
  private final String signingKey;
  private final Duration maxAge;
  private final MailReader reader;

  /**
   * A channel for the account with {@code signingKey}.
   *
   * @param maxAge how far a timestamp may be from our clock
   */
  public MailgunChannel(
      ChannelSettings settings,
      ChannelContext context,
      String signingKey,
      Duration maxAge,
      FileLimits limits) {
    this.settings = settings;
    this.context = context;
    this.signingKey = signingKey;
    this.maxAge = maxAge;
    this.reader = new MailReader(settings, context, limits);
  }

  /**
   * Reads the settings: {@code signingKey}, {@code maxAgeSeconds}, and those of {@link FileLimits}.
   */
  public static Channel read(ChannelSettings settings, Section section, ChannelContext context) {
    int seconds = section.integer("maxAgeSeconds", MAX_AGE_SECONDS, 1, LONGEST_AGE_SECONDS);
    return new MailgunChannel(
        settings,
        context,
        section.text("signingKey"),
        Duration.ofSeconds(seconds),
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
    return RelayAnswers.MAILGUN;
  }

  @Override
  public void verify(ChannelRequest request) {
    MailgunSignature.of(form(request)).require(signingKey, request.receivedAt(), maxAge);
  }

  @Override
  public Future<Void> confirm(ChannelRequest request, UsedTokens used) {
    return Offload.run(context.vertx(), request.whole(), () -> use(request))
        .compose(used::use)
        .compose(
            right ->
                right
                    ? Future.succeededFuture()
                    : Future.failedFuture(
                        MailgunSignature.unauthenticated(
                            "token was used before, with another mail or on another channel")));
  }

  @Override
  public Future<Arrival> parse(ChannelRequest request) {
    return Offload.run(context.vertx(), request.whole(), () -> lastForm(request))
        .compose(
            form ->
                MailgunForm.hasMail(form)
                    ? reader.read(request, () -> MailgunForm.mail(form))
                    : Future.succeededFuture(Arrival.ignoring("not-a-mail")));
  }

  /** An account has one key, and maybe several channels: on none of them a token comes again. */
  private UsedTokens.Use use(ChannelRequest request) {
    FormBody form = form(request);
    Instant now = request.receivedAt();
    return new UsedTokens.Use(
        KIND,
        MailgunSignature.of(form).use(signingKey),
        MailgunForm.digest(form, settings.id()),
        now,
        now.plus(maxAge).plus(maxAge).plus(MARGIN));
  }

  private static FormBody form(ChannelRequest request) {
    return request.once().of(FormBody.class, () -> read(request));
  }

  private static FormBody lastForm(ChannelRequest request) {
    return request.once().last(FormBody.class, () -> read(request));
  }

  /** What is no form carries no proof either. */
  private static FormBody read(ChannelRequest request) {
    try {
      return FormBody.read(request, MailRelay.MAX_PARTS);
    } catch (Failure notAForm) {
      throw MailgunSignature.unauthenticated("the body has to be the form that Mailgun posts");
    }
  }
}
