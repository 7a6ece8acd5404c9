package io.omnigate.channels.email;

import io.omnigate.channels.Digests;
import io.omnigate.core.id.Signer;
import io.omnigate.core.intake.InboundMessage.Candidate;
import io.omnigate.core.intake.InboundMessage.Nature;
import io.omnigate.core.outbox.MailTokens;
import io.omnigate.core.outbox.MessageIds;
import io.omnigate.core.ticket.TicketId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * To which ticket a mail may belong, the surest sign first: the signed plus-address that it was
 * sent to, then the messages it answers. A Message-ID of ours names its ticket by signature;
 * another one only leads where an earlier mail claimed it, and only for the same participant. The
 * subject joins nothing.
 */
final class MailThreading {
  private static final List<String> RECIPIENTS =
      List.of("delivered-to", "x-original-to", "to", "cc");

  private final MailTokens tokens;
  private final MessageIds messageIds;

  MailThreading(Signer signer, MessageIds messageIds) {
    this.tokens = new MailTokens(signer);
    this.messageIds = messageIds;
  }

  /** The conversations that the mail may belong to. */
  List<Candidate> candidates(MailHeaders headers, Envelope envelope) {
    List<Candidate> candidates = new ArrayList<>();
    named(headers, envelope).map(Candidate.ByTicket::new).forEach(candidates::add);
    String own = MessageIdList.single(headers.first("message-id")).orElse("");
    for (String id : MessageIdList.answered(headers)) {
      if (id.equals(own)) {
        continue; // no mail answers itself; it would look like the one that has its id already
      }
      candidates.add(
          messageIds
              .verify(id)
              .<Candidate>map(Candidate.ByTicket::new)
              .orElseGet(() -> new Candidate.ByKey(claim(id))));
    }
    return candidates.stream().distinct().toList();
  }

  /** The keys that lead to the mail's ticket from now on; a bounce claims none. */
  List<String> claims(MailHeaders headers, Nature nature) {
    return switch (nature) {
      case CUSTOMER, EDIT, AUTOMATIC ->
          MessageIdList.single(headers.first("message-id")).stream()
              .map(MailThreading::claim)
              .toList();
      case BOUNCE -> List.of();
    };
  }

  /** The ticket that each signed address among the recipients names: of answers, and of returns. */
  private Stream<TicketId> named(MailHeaders headers, Envelope envelope) {
    return tokens(headers, envelope)
        .flatMap(
            token ->
                Stream.concat(
                    tokens.replied(token).stream(),
                    tokens.returned(token).map(MailTokens.SentMail::ticket).stream()));
  }

  /** What stands between the plus and the at sign of each recipient, as far as we are told. */
  static Stream<String> tokens(MailHeaders headers, Envelope envelope) {
    Stream<String> written = RECIPIENTS.stream().flatMap(name -> headers.all(name).stream());
    return Stream.concat(envelope.to().stream(), written)
        .flatMap(text -> MailAddress.parse(text).stream())
        .flatMap(address -> token(address.address()).stream());
  }

  private static Optional<String> token(String address) {
    int plus = address.indexOf('+');
    int at = address.lastIndexOf('@');
    return plus > 0 && plus < at ? Optional.of(address.substring(plus + 1, at)) : Optional.empty();
  }

  private static String claim(String messageId) {
    return Digests.key("mid:" + messageId);
  }
}
