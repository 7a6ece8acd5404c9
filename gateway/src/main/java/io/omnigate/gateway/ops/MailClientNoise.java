package io.omnigate.gateway.ops;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Keeps a mistake of the mail client's out of the log. In 5.0.8, where the connection breaks after
 * the end of a mail, it reports that, goes on as if it had an answer, and fails on the answer that
 * is not there. The mail is told as uncertain by then; an operator has nothing to mend.
 */
public final class MailClientNoise extends TurboFilter {
  private static final String CLIENT = "io.vertx.ext.mail.impl.SMTPSendMail";
  private static final String STEP = "sendEndDot";

  @Override
  public FilterReply decide(
      @Nullable Marker marker,
      Logger logger,
      Level level,
      @Nullable String format,
      @Nullable Object @Nullable [] parameters,
      @Nullable Throwable failure) {
    return failure instanceof NullPointerException && known(failure.getStackTrace())
        ? FilterReply.DENY
        : FilterReply.NEUTRAL;
  }

  private static boolean known(StackTraceElement[] at) {
    return at.length > 0
        && at[0].getClassName().equals(CLIENT)
        && at[0].getMethodName().contains(STEP);
  }
}
