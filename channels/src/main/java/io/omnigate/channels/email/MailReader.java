package io.omnigate.channels.email;

import io.omnigate.channels.Arrival;
import io.omnigate.channels.ChannelContext;
import io.omnigate.channels.ChannelRequest;
import io.omnigate.channels.ChannelSettings;
import io.omnigate.channels.FileLimits;
import io.omnigate.core.config.Section;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Turns what any relay hands over into an inbound message, on a few workers of its own. */
public final class MailReader {
  /** The largest mail that is taken apart, in bytes. */
  public static final int MAX_MAIL = MailBounds.MAX_BYTES;

  /**
   * The largest body of a relay that wraps the mail in a form, in bytes: a mail of the largest size
   * in Base64, and some more.
   */
  public static final int MAX_WRAPPED = 36 * 1024 * 1024;

  /** What a mail takes in memory: as it came, and its parts while and after they are taken out. */
  public static final int WEIGHT = 3;

  private static final String POOL = "omnigate-mail";

  private final MailMessages messages;
  private final WorkerExecutor workers;

  /** A reader for one channel; all share their workers. */
  public MailReader(ChannelSettings settings, ChannelContext context, FileLimits limits) {
    this.messages = new MailMessages(settings, context, limits);
    int size = Math.max(2, Runtime.getRuntime().availableProcessors());
    long noticed = MailBounds.MAX_WORK.toSeconds() * 2;
    this.workers =
        context.vertx().createSharedWorkerExecutor(POOL, size, noticed, TimeUnit.SECONDS);
  }

  /** Reads the settings of {@link FileLimits}; left out, as much as a mail can hold. */
  public static FileLimits fileLimits(Section section) {
    return FileLimits.read(section, MAX_MAIL >> 20);
  }

  /**
   * The message in a request. A mail that cannot be taken apart is one all the same; what {@code
   * unwrap} throws fails the request.
   *
   * @param unwrap takes the mail out of the request's body; runs on a worker
   */
  public Future<Arrival> read(ChannelRequest request, Callable<HandedMail> unwrap) {
    return workers
        .executeBlocking(() -> Arrival.of(messages.of(request, unwrap.call())), false)
        .map(Objects::requireNonNull);
  }
}
