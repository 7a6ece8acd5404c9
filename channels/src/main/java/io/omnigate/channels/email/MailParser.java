package io.omnigate.channels.email;

import io.omnigate.channels.FileLimits;
import io.omnigate.channels.http.Body;
import io.omnigate.core.intake.Spooled;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.MimeIOException;
import org.apache.james.mime4j.io.MaxLineLimitException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes raw bytes apart, whatever they are: it fails only where the disk does, on which a large
 * mail lies.
 */
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

  /**
   * Takes a mail apart within the bounds, or goes on where its relay has begun.
   *
   * @throws UncheckedIOException where the disk has trouble
   */
  Parsed parse(HandedMail mail) {
    return switch (mail) {
      case HandedMail.Raw(Body whole, Envelope envelope) -> parse(whole);
      case HandedMail.Fields fields -> parse(fields);
      case HandedMail.HeadersOnly only -> unparsed(only.headers(), only.note());
      case HandedMail.Unread unread -> unparsed(unread.headers(), UNPARSED);
    };
  }

  private static Parsed unparsed(List<HandedMail.Header> given, String note) {
    MailHeaders headers = new MailHeaders();
    given.stream()
        .limit(MailBounds.MAX_HEADERS)
        .forEach(each -> headers.add(each.name(), each.value()));
    return new Parsed(headers, List.of(), MailContent.note(note), false);
  }

  private Parsed parse(HandedMail.Fields mail) {
    MailBounds bounds = new MailBounds(nanos);
    MailHeaders headers = new MailHeaders();
    try {
      headers = FieldParts.headers(mail, bounds);
      return parsed(headers, FieldParts.tree(mail, bounds), bounds);
    } catch (IOException lost) {
      throw new UncheckedIOException(lost);
    } catch (RuntimeException broken) {
      return unparsed(headers, mail.text().content().size(), broken);
    }
  }

  /** Takes {@code raw} apart within the bounds. */
  Parsed parse(byte[] raw) {
    return parse(Body.of(Buffer.buffer(raw)));
  }

  /** Takes {@code mail} apart within the bounds, its large parts beside it. */
  private Parsed parse(Body mail) {
    MailBounds bounds = new MailBounds(nanos);
    Spooled spooled = mail.spooled();
    Path folder = spooled == null ? null : spooled.file().getParent();
    MailWalker walker = new MailWalker(bounds, new PartReader(bounds, folder));
    try (InputStream in = mail.open()) {
      bounds.size(mail.size());
      MailNode tree = walker.walk(in);
      return parsed(walker.top(), tree, bounds);
    } catch (MimeException | RuntimeException broken) {
      return unparsed(MailHeaders.scan(head(mail)), mail.size(), broken);
    } catch (IOException broken) {
      if (spooled != null && !ofMime4j(broken)) {
        throw new UncheckedIOException(broken); // the disk, for which the mail is not at fault
      }
      return unparsed(MailHeaders.scan(head(mail)), mail.size(), broken);
    }
  }

  private Parsed parsed(MailHeaders headers, MailNode tree, MailBounds bounds) {
    return new Parsed(headers, tree.leaves().toList(), MailContent.of(tree, bounds, limits), true);
  }

  private static boolean ofMime4j(IOException broken) {
    return broken instanceof MimeIOException || broken instanceof MaxLineLimitException;
  }

  /** As much as headers may take. */
  private static byte[] head(Body mail) {
    try {
      return mail.head(MailBounds.MAX_HEADER_BYTES);
    } catch (IOException lost) {
      throw new UncheckedIOException(lost);
    }
  }

  /** What is known of a mail that was not looked at. */
  static Parsed unread() {
    return new Parsed(new MailHeaders(), List.of(), MailContent.note(UNPARSED), false);
  }

  private static Parsed unparsed(MailHeaders headers, long size, Exception broken) {
    LOG.atInfo()
        .addKeyValue("bytes", size)
        .addKeyValue("cause", broken.getClass().getSimpleName())
        .log("mail kept without being taken apart");
    return new Parsed(headers, List.of(), MailContent.note(UNPARSED), false);
  }
}
