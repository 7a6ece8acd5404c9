package io.omnigate.channels.email;

import io.omnigate.channels.Texts;
import java.io.IOException;
import java.util.List;
import java.util.function.LongSupplier;
import org.apache.james.mime4j.MimeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes raw bytes apart, whatever they are: it has no way to fail. */
final class MailParser {
  private static final Logger LOG = LoggerFactory.getLogger(MailParser.class);
  private static final String UNPARSED =
      "[This e-mail could not be taken apart. Its raw bytes are kept.]";

  /**
   * A mail taken apart.
   *
   * @param parts empty where it could not be
   * @param parsed false where it is broken, or over a bound; then the headers are what a look at
   *     the lines gave
   */
  record Parsed(MailHeaders headers, List<MailPart> parts, MailContent content, boolean parsed) {}

  private final LongSupplier nanos;

  /**
   * A parser.
   *
   * @param nanos a monotonic clock, in nanoseconds
   */
  MailParser(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Takes {@code raw} apart within the bounds. */
  Parsed parse(byte[] raw) {
    MailBounds bounds = new MailBounds(nanos);
    MailWalker walker = new MailWalker(bounds);
    try {
      walker.walk(raw);
      MailContent content = MailContent.of(walker.parts(), bounds);
      return new Parsed(walker.top(), walker.parts(), content, true);
    } catch (IOException | MimeException | RuntimeException broken) {
      LOG.atInfo()
          .addKeyValue("bytes", raw.length)
          .addKeyValue("cause", broken.getClass().getSimpleName())
          .log("mail kept without being taken apart");
      MailContent content = new MailContent(Texts.body(UNPARSED), null, List.of());
      return new Parsed(MailHeaders.scan(raw), List.of(), content, false);
    }
  }
}
