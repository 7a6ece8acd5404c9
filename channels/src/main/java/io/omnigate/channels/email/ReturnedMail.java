package io.omnigate.channels.email;

import io.omnigate.channels.Texts;
import io.omnigate.core.id.Signer;
import io.omnigate.core.intake.InboundMessage.Candidate;
import io.omnigate.core.intake.InboundMessage.Fate;
import io.omnigate.core.intake.InboundMessage.Nature;
import io.omnigate.core.intake.InboundMessage.Returned;
import io.omnigate.core.outbox.MailTokens;
import io.omnigate.core.outbox.MessageIds;
import io.omnigate.core.ticket.TicketId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Mail of ours that came back: which one it was, told by the signed return path that it came to or
 * by the signed Message-ID of what it returns, and what the other server said (RFC 3464). What is
 * not signed counts for nothing.
 */
final class ReturnedMail {
  private static final int MAX_REASON = 500;
  private static final int MAX_STATUS = 64 * 1024;

  private final MailTokens tokens;
  private final MessageIds messageIds;

  ReturnedMail(Signer signer, MessageIds messageIds) {
    this.tokens = new MailTokens(signer);
    this.messageIds = messageIds;
  }

  /** The mail of ours that came back, if it is one. */
  Optional<MailTokens.SentMail> sentMail(
      MailHeaders headers, Envelope envelope, List<MailPart> parts) {
    return named(headers, envelope, parts).findFirst();
  }

  /** The tickets whose mail came back. */
  List<Candidate> candidates(MailHeaders headers, Envelope envelope, List<MailPart> parts) {
    Stream<TicketId> addressed =
        MailThreading.tokens(headers, envelope).flatMap(token -> tokens.replied(token).stream());
    return Stream.concat(
            named(headers, envelope, parts).map(MailTokens.SentMail::ticket), addressed)
        .distinct()
        .<Candidate>map(Candidate.ByTicket::new)
        .toList();
  }

  /**
   * A mail to a return path of ours that nobody sent is a bounce too, though it is no report: older
   * servers write such. A vacation's answer goes there as well (RFC 3834 section 4), says that it
   * is one, and stays what it is.
   */
  Nature nature(Nature seen, MailParser.Parsed mail, Envelope envelope) {
    if (reports(mail, envelope)) {
      return Nature.BOUNCE;
    }
    boolean toReturnPath =
        MailThreading.tokens(mail.headers(), envelope)
            .anyMatch(token -> tokens.returned(token).isPresent());
    if (!toReturnPath || seen == Nature.BOUNCE) {
      return seen;
    }
    return MailNature.nullPath(mail.headers(), envelope)
            && !MailNature.answersItself(mail.headers())
        ? Nature.BOUNCE
        : Nature.AUTOMATIC;
  }

  /**
   * Whether it holds a delivery report, though its head may not say so: a person may attach one,
   * but sends from somewhere and no multipart/report.
   */
  private static boolean reports(MailParser.Parsed mail, Envelope envelope) {
    HeaderValue type = HeaderValue.parse(mail.headers().first("content-type"));
    return (type.value().equals("multipart/report")
            || MailNature.nullPath(mail.headers(), envelope))
        && mail.parts().stream().anyMatch(ReturnedMail::isReport);
  }

  private static boolean isReport(MailPart part) {
    return part.mediaType().endsWith("delivery-status"); // global-delivery-status, RFC 6533 4
  }

  /**
   * What the report in {@code mail} says of {@code sent}. Without one, or with an action that RFC
   * 3464 2.3.3 does not know, it counts as failed, and the first words of the mail are the reason.
   */
  Returned report(MailTokens.SentMail sent, MailParser.Parsed mail) {
    MailHeaders recipient = recipient(mail.parts());
    String action = HeaderValue.word(recipient.first("action"));
    Fate fate =
        Arrays.stream(Fate.values())
            .filter(each -> each.wire().equals(action))
            .findFirst()
            .orElse(Fate.FAILED);
    String reason =
        Stream.of(
                recipient.first("diagnostic-code"),
                recipient.first("status"),
                mail.content().text(),
                "The other server gave no reason.")
            .map(said -> Texts.line(said, MAX_REASON))
            .filter(said -> !said.isEmpty())
            .findFirst()
            .orElse("");
    return new Returned(sent.entry(), fate, reason);
  }

  /** The first group of fields that tells of a recipient (RFC 3464 2.3). */
  private static MailHeaders recipient(List<MailPart> parts) {
    return parts.stream()
        .filter(ReturnedMail::isReport)
        .flatMap(
            part -> Stream.of(Texts.head(part.text(), MAX_STATUS).split("\\r?\\n\\s*\\r?\\n", 10)))
        .map(group -> MailHeaders.scan(group.strip().getBytes(StandardCharsets.UTF_8)))
        .filter(group -> group.has("action"))
        .findFirst()
        .orElseGet(MailHeaders::new);
  }

  private Stream<MailTokens.SentMail> named(
      MailHeaders headers, Envelope envelope, List<MailPart> parts) {
    Stream<MailTokens.SentMail> addressed =
        MailThreading.tokens(headers, envelope).flatMap(token -> tokens.returned(token).stream());
    Stream<String> inside =
        parts.stream()
            .filter(part -> part.isMessage() || part.mediaType().endsWith("rfc822-headers"))
            .flatMap(
                part ->
                    MessageIdList.single(MailHeaders.scan(part.bytes()).first("message-id"))
                        .stream());
    Stream<MailTokens.SentMail> returned =
        Stream.concat(inside, MessageIdList.answered(headers).stream())
            .flatMap(id -> messageIds.sent(id).stream());
    return Stream.concat(addressed, returned);
  }
}
