package io.omnigate.channels.email;

import io.omnigate.channels.Arrival;
import io.omnigate.channels.BasicCredentials;
import io.omnigate.channels.Channel;
import io.omnigate.channels.ChannelContext;
import io.omnigate.channels.ChannelRequest;
import io.omnigate.channels.ChannelSettings;
import io.omnigate.channels.Digests;
import io.omnigate.channels.FileLimits;
import io.omnigate.channels.http.Answer;
import io.omnigate.core.config.Section;
import io.omnigate.core.error.Failure;
import io.omnigate.core.intake.Receipt;
import io.vertx.core.Future;
import java.util.List;
import java.util.Set;

/**
 * Mail handed over by a relay (Postfix, a mail provider's worker) as raw bytes. Whatever the relay
 * has accepted is accepted here: a mail that cannot be taken apart is kept as it came and marked.
 */
public final class EmailChannel implements Channel {
  /** The kind's name in the configuration. */
  public static final String KIND = "email";

  private static final String BASIC_USER = "relay";

  /** Relays that cannot set a content type send none, or the one for bytes. */
  private static final Set<String> MEDIA_TYPES =
      Set.of("message/rfc822", "message/global", "application/octet-stream", "");

  private final ChannelSettings settings;
  private final String token;
  private final BasicCredentials credentials;
  private final MailReader reader;

  /** A channel for the relay that knows {@code token}. */
  public EmailChannel(
      ChannelSettings settings, ChannelContext context, String token, FileLimits limits) {
    this.settings = settings;
    this.token = token;
    this.credentials = new BasicCredentials(BASIC_USER, token);
    this.reader = new MailReader(settings, context, limits);
  }

  /** Reads the settings: {@code token}, and those of {@link FileLimits}. */
  public static Channel read(ChannelSettings settings, Section section, ChannelContext context) {
    return new EmailChannel(
        settings, context, section.text("token"), MailReader.fileLimits(section));
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
    return MailReader.MAX_MAIL;
  }

  @Override
  public boolean spools() {
    return true;
  }

  @Override
  public int weight() {
    return MailReader.WEIGHT;
  }

  @Override
  public void verify(ChannelRequest request) {
    String proof = request.proof("Authorization");
    int space = proof.indexOf(' ');
    String scheme = space < 0 ? "" : proof.substring(0, space);
    String given = proof.substring(space + 1).strip();
    boolean known =
        scheme.equalsIgnoreCase("Bearer")
            ? Digests.same(token, given)
            : scheme.equalsIgnoreCase("Basic") && credentials.matches(given);
    if (!known) {
      throw new Failure(
          Failure.Kind.UNAUTHENTICATED,
          "not-authentic",
          "send the channel's token as Bearer, or as the password of the user relay");
    }
  }

  @Override
  public Future<Arrival> parse(ChannelRequest request) {
    if (!MEDIA_TYPES.contains(request.mediaType())) {
      return Future.failedFuture(
          new Failure(
              Failure.Kind.UNSUPPORTED_TYPE,
              "unsupported-media-type",
              "send the raw mail as message/rfc822"));
    }
    if (request.whole().size() == 0) {
      return Future.failedFuture(
          new Failure(Failure.Kind.BAD_REQUEST, "empty-body", "the body is empty; send the mail"));
    }
    Envelope envelope = Envelope.of(request);
    return reader.read(request, () -> new HandedMail.Raw(request.whole(), envelope));
  }

  @Override
  public Answer answer(ChannelRequest request, Arrival arrival, List<Receipt> receipts) {
    return RelayAnswers.EMAIL.accepted(arrival, receipts);
  }

  @Override
  public Answer refuse(ChannelRequest request, Failure failure) {
    return RelayAnswers.EMAIL.refused(failure);
  }
}
