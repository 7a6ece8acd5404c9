package io.omnigate.channels.email;

import io.omnigate.channels.FileLimits;
import io.vertx.core.buffer.Buffer;
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
  private final FileLimits limits;

  /**
   * A parser.
   *
   * @param nanos a monotonic clock, in nanoseconds
   */
  MailParser(LongSupplier nanos, FileLimits limits) {
    this.nanos = nanos;
    this.limits = limits;
  }

  /** Takes a mail apart within the bounds, or goes on where its relay has begun. */
  Parsed parse(HandedMail mail) {
    return switch (mail) {
      case HandedMail.Raw(Buffer bytes, Envelope envelope) -> parse(bytes.getBytes());
      case HandedMail.Fields fields -> parse(fields);
      case HandedMail.HeadersOnly only -> parse(only);
    };
  }

  private Parsed parse(HandedMail.HeadersOnly mail) {
    MailHeaders headers = new MailHeaders();
    mail.headers().stream()
        .limit(MailBounds.MAX_HEADERS)
        .forEach(each -> headers.add(each.name(), each.value()));
    return new Parsed(headers, List.of(), MailContent.note(mail.note()), false);
  }

  private Parsed parse(HandedMail.Fields mail) {
    MailBounds bounds = new MailBounds(nanos);
    MailHeaders headers = new MailHeaders();
    try {
      headers = FieldParts.headers(mail, bounds);
      List<MailPart> parts = FieldParts.parts(mail, bounds);
      return new Parsed(headers, parts, MailContent.of(parts, bounds, limits), true);
    } catch (RuntimeException broken) {
      return unparsed(headers, mail.text().length(), broken);
    }
  }

  /** Takes {@code raw} apart within the bounds. */
  Parsed parse(byte[] raw) {
    MailBounds bounds = new MailBounds(nanos);
    MailWalker walker = new MailWalker(bounds);
    try {
      bounds.size(raw.length);
      walker.walk(raw);
      MailContent content = MailContent.of(walker.parts(), bounds, limits);
      return new Parsed(walker.top(), walker.parts(), content, true);
    } catch (IOException | MimeException | RuntimeException broken) {
      return unparsed(MailHeaders.scan(raw), raw.length, broken);
    }
  }

  private static Parsed unparsed(MailHeaders headers, int size, Exception broken) {
    LOG.atInfo()
        .addKeyValue("bytes", size)
        .addKeyValue("cause", broken.getClass().getSimpleName())
        .log("mail kept without being taken apart");
    return new Parsed(headers, List.of(), MailContent.note(UNPARSED), false);
  }
}
