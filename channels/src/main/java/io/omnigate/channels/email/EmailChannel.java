package io.omnigate.channels.email;

import io.omnigate.channels.Arrival;
import io.omnigate.channels.Channel;
import io.omnigate.channels.ChannelContext;
import io.omnigate.channels.ChannelRequest;
import io.omnigate.channels.ChannelSettings;
import io.omnigate.channels.Digests;
import io.omnigate.core.config.Section;
import io.omnigate.core.error.Failure;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Mail handed over by a relay (Postfix, a mail provider's worker) as raw bytes. Whatever the relay
 * has accepted is accepted here: a mail that cannot be taken apart is kept as it came and marked.
 */
public final class EmailChannel implements Channel {
  /** The kind's name in the configuration. */
  public static final String KIND = "email";

  /** The user name of Basic authentication. */
  private static final String BASIC_USER = "relay";

  /** Relays that cannot set a content type send none, or the one for bytes. */
  private static final Set<String> MEDIA_TYPES =
      Set.of("message/rfc822", "message/global", "application/octet-stream", "");

  private static final String POOL = "omnigate-mail";

  private final ChannelSettings settings;
  private final String token;
  private final MailMessages messages;
  private final WorkerExecutor workers;

  /** A channel for the relay that knows {@code token}. */
  public EmailChannel(ChannelSettings settings, ChannelContext context, String token) {
    this.settings = settings;
    this.token = token;
    this.messages = new MailMessages(settings, context);
    int size = Math.max(2, Runtime.getRuntime().availableProcessors());
    long noticed = MailBounds.MAX_WORK.toSeconds() * 2;
    this.workers =
        context.vertx().createSharedWorkerExecutor(POOL, size, noticed, TimeUnit.SECONDS);
  }

  /** Reads the settings: {@code token}. */
  public static Channel read(ChannelSettings settings, Section section, ChannelContext context) {
    return new EmailChannel(settings, context, section.text("token"));
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
    return MailBounds.MAX_BYTES;
  }

  /** The mail as it came, and its parts while and after they are taken out of it. */
  @Override
  public int weight() {
    return 3;
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
            : scheme.equalsIgnoreCase("Basic") && basic(given);
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
    if (request.body().length() == 0) {
      return Future.failedFuture(
          new Failure(Failure.Kind.BAD_REQUEST, "empty-body", "the body is empty; send the mail"));
    }
    return workers
        .executeBlocking(() -> Arrival.of(messages.of(request)), false)
        .map(Objects::requireNonNull);
  }

  private boolean basic(String encoded) {
    try {
      String pair =
          new String(
              Base64.getDecoder().decode(encoded.getBytes(StandardCharsets.ISO_8859_1)),
              StandardCharsets.UTF_8);
      return !token.isEmpty() && Digests.same(BASIC_USER + ':' + token, pair);
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }
}
