package io.omnigate.channels.email;

import io.omnigate.core.intake.InboundMessage.Nature;
import io.omnigate.core.outbox.MessageIds;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Tells people from machines. A machine's mail is kept and moves nothing, and is never answered
 * automatically, or two machines would answer each other for ever (RFC 3834 section 2, and what
 * mail programs did before it).
 */
final class MailNature {
  private static final Set<String> BULK = Set.of("bulk", "junk", "list", "auto_reply");
  private static final Set<String> MACHINES = Set.of("mailer-daemon", "postmaster");
  private static final List<String> ANSWERS =
      List.of("auto-submitted", "x-autoreply", "x-autorespond");
  private static final List<String> MARKS =
      List.of(
          "x-autoreply",
          "x-autorespond",
          "x-auto-response-suppress",
          "list-id",
          "x-failed-recipients");

  private MailNature() {}

  /** What sort of mail it is. */
  static Nature of(MailHeaders headers, Envelope envelope, MessageIds ours) {
    HeaderValue type = HeaderValue.parse(headers.first("content-type"));
    if (type.value().equals("multipart/report")) {
      return type.parameter("report-type").equalsIgnoreCase("delivery-status")
          ? Nature.BOUNCE
          : Nature.AUTOMATIC;
    }
    return automatic(headers, envelope, ours) ? Nature.AUTOMATIC : Nature.CUSTOMER;
  }

  private static boolean automatic(MailHeaders headers, Envelope envelope, MessageIds ours) {
    return words(headers, "auto-submitted").anyMatch(word -> !word.isEmpty() && !word.equals("no"))
        || bulk(headers)
        || MARKS.stream().anyMatch(headers::has)
        || nullPath(headers, envelope)
        || fromMachine(headers)
        || MessageIdList.single(headers.first("message-id")).flatMap(ours::verify).isPresent();
  }

  /**
   * Whether a program says that it answers for somebody, in today's way (RFC 3834 section 5) or an
   * older one; those that bring mail back do not say so.
   */
  static boolean answersItself(MailHeaders headers) {
    return ANSWERS.stream().anyMatch(headers::has) || bulk(headers);
  }

  private static boolean bulk(MailHeaders headers) {
    return words(headers, "precedence").anyMatch(BULK::contains);
  }

  /** Of every such header: one that a program on the way added says as much as the first. */
  private static Stream<String> words(MailHeaders headers, String name) {
    return headers.all(name).stream().map(HeaderValue::word);
  }

  /** Whether nobody is to be answered: the null return path (RFC 5321 4.5.5). */
  static boolean nullPath(MailHeaders headers, Envelope envelope) {
    return envelope
        .from()
        .map(String::isEmpty)
        .orElseGet(() -> headers.first("return-path").replace(" ", "").equals("<>"));
  }

  private static boolean fromMachine(MailHeaders headers) {
    return MailAddress.parse(headers.first("from")).stream()
        .map(MailAddress::address)
        .map(address -> address.substring(0, address.indexOf('@')).toLowerCase(Locale.ROOT))
        .anyMatch(MACHINES::contains);
  }
}
