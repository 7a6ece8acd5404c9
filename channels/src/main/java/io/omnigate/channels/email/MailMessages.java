package io.omnigate.channels.email;

import io.omnigate.channels.ChannelContext;
import io.omnigate.channels.ChannelRequest;
import io.omnigate.channels.ChannelSettings;
import io.omnigate.channels.Digests;
import io.omnigate.channels.FileLimits;
import io.omnigate.channels.Languages;
import io.omnigate.channels.Texts;
import io.omnigate.channels.http.Body;
import io.omnigate.core.contact.EmailAddress;
import io.omnigate.core.contact.Identity;
import io.omnigate.core.contact.Sender;
import io.omnigate.core.intake.InboundMessage;
import io.omnigate.core.intake.InboundMessage.Addressee;
import io.omnigate.core.intake.InboundMessage.Candidate;
import io.omnigate.core.intake.InboundMessage.Content;
import io.omnigate.core.intake.InboundMessage.Handling;
import io.omnigate.core.intake.InboundMessage.Mark;
import io.omnigate.core.intake.InboundMessage.Membership;
import io.omnigate.core.intake.InboundMessage.Nature;
import io.omnigate.core.intake.InboundMessage.Origin;
import io.omnigate.core.intake.InboundMessage.Threading;
import io.omnigate.core.intake.RawPayload;
import io.omnigate.core.outbox.MailTokens;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Mails to inbound messages. */
final class MailMessages {
  private static final Logger LOG = LoggerFactory.getLogger(MailMessages.class);
  private static final int MAX_FACT = 1_000;
  private static final Sender NOBODY = new Sender(null, null, null, List.of());

  private final ChannelSettings settings;
  private final ChannelContext context;
  private final MailThreading threading;
  private final ReturnedMail returned;
  private final MailParser parser;

  MailMessages(ChannelSettings settings, ChannelContext context, FileLimits limits) {
    this.parser = new MailParser(System::nanoTime, limits);
    this.settings = settings;
    this.context = context;
    this.threading = new MailThreading(context.signer(), context.messageIds());
    this.returned = new ReturnedMail(context.signer(), context.messageIds());
  }

  /**
   * The message that {@code handed} comes to; may take seconds. Where a mistake of ours keeps it
   * from being understood it is kept as it came: its relay would try again for hours or days, and
   * then drop it.
   */
  InboundMessage of(ChannelRequest request, HandedMail handed) {
    try {
      return message(request, handed, parser.parse(handed));
    } catch (UncheckedIOException lost) { // no mistake: the disk, and maybe not for long
      throw lost;
    } catch (RuntimeException | StackOverflowError mistake) {
      LOG.atError().setCause(mistake).log("a mail is kept that a mistake of ours cannot read");
      return message(request, handed, MailParser.unread());
    }
  }

  private InboundMessage message(
      ChannelRequest request, HandedMail handed, MailParser.Parsed mail) {
    Envelope envelope = handed.envelope();
    RawPayload raw = request.whole().raw();
    MailHeaders headers = mail.headers();
    Optional<MailTokens.SentMail> sent = returned.sentMail(headers, envelope, mail.parts());
    Nature nature =
        returned.nature(MailNature.of(headers, envelope, context.messageIds()), mail, envelope);
    Optional<MailAddress> from = MailAddress.parse(headers.first("from")).stream().findFirst();
    Sender sender = nature == Nature.BOUNCE ? NOBODY : sender(from);
    String key = key(headers, envelope, digest(handed, raw));
    return new InboundMessage(
        new Origin(settings.id(), settings.kind(), key, false, raw, request.receivedAt()),
        context.freshIds(request.receivedAt()),
        sender,
        new Content(
            Texts.line(EncodedWords.decode(headers.first("subject"))),
            mail.content().text(),
            mail.content().html(),
            mail.content().attachments(),
            facts(headers, envelope, mail.content().withheld())),
        threading(mail, envelope, nature, lane(sender, key)),
        handling(mail, nature, envelope, sent));
  }

  private Threading threading(
      MailParser.Parsed mail, Envelope envelope, Nature nature, String lane) {
    List<Candidate> candidates =
        switch (nature) {
          case CUSTOMER, EDIT, AUTOMATIC -> threading.candidates(mail.headers(), envelope);
          case BOUNCE -> returned.candidates(mail.headers(), envelope, mail.parts());
        };
    return new Threading(candidates, threading.claims(mail.headers(), nature), lane);
  }

  private Handling handling(
      MailParser.Parsed mail,
      Nature nature,
      Envelope envelope,
      Optional<MailTokens.SentMail> sent) {
    Set<Mark> marks = EnumSet.noneOf(Mark.class);
    if (!mail.parsed()) {
      marks.add(Mark.UNPARSED);
    }
    if (nature != Nature.CUSTOMER) {
      marks.add(Mark.AUTOMATIC);
    }
    Membership membership = nature == Nature.BOUNCE ? Membership.HOLDER : Membership.SENDER;
    return new Handling(
        settings.priority(),
        settings.department(),
        nature,
        membership,
        Set.copyOf(marks),
        settings.acknowledges() && marks.isEmpty() ? told(mail.headers(), envelope) : null,
        nature == Nature.BOUNCE
            ? sent.map(mailOfOurs -> returned.report(mailOfOurs, mail)).orElse(null)
            : null);
  }

  private @Nullable Addressee told(MailHeaders headers, Envelope envelope) {
    String address = Acknowledgeable.address(headers, envelope, context.ownDomains());
    return address == null ? null : new Addressee(address, false);
  }

  private static Sender sender(Optional<MailAddress> from) {
    List<Identity> identities =
        from.flatMap(address -> EmailAddress.normalise(address.address())).stream()
            .map(value -> new Identity(Identity.Kind.EMAIL, value, true))
            .toList();
    return new Sender(
        from.map(MailAddress::name).filter(name -> !name.isBlank()).orElse(null),
        from.map(MailAddress::address).orElse(null),
        null,
        identities);
  }

  /** Mails of one sender are stored in the order they came in. */
  private static String lane(Sender sender, String key) {
    return sender.identities().isEmpty() ? key : sender.identities().getFirst().value();
  }

  /**
   * The Message-ID alone would let a forger pre-empt a mail; the bytes alone would drop one that
   * reached two of our addresses.
   */
  private static String key(MailHeaders headers, Envelope envelope, String digest) {
    String id = MessageIdList.single(headers.first("message-id")).orElse("");
    return Digests.sha256Hex(id + '\n' + digest + '\n' + envelope.to().orElse(""));
  }

  /**
   * Of the mail alone, where it is known: what a relay wraps it in may differ each time it is sent.
   */
  private static String digest(HandedMail mail, RawPayload whole) {
    return switch (mail) {
      case HandedMail.Raw(Body given, Envelope envelope) ->
          HexFormat.of()
              .formatHex(
                  (given.bytes() == whole.bytes() ? whole : given.raw()).sha256().getBytes());
      case HandedMail.Fields fields -> FieldParts.digest(fields);
      case HandedMail.HeadersOnly(var headers, String note, Envelope envelope) ->
          FieldParts.digest(
              new HandedMail.Fields(
                  headers, HandedMail.Text.of(note), HandedMail.Text.of(""), List.of(), envelope));
      case HandedMail.Unread unread -> HexFormat.of().formatHex(whole.sha256().getBytes());
    };
  }

  private static Map<String, Object> facts(
      MailHeaders headers, Envelope envelope, List<String> withheld) {
    Map<String, Object> facts = new LinkedHashMap<>();
    MessageIdList.single(headers.first("message-id")).ifPresent(id -> facts.put("messageId", id));
    for (String name : List.of("from", "to", "cc", "reply-to")) {
      String text = Texts.line(EncodedWords.decode(headers.first(name)), MAX_FACT);
      if (!text.isEmpty()) {
        facts.put(name.equals("reply-to") ? "replyTo" : name, text);
      }
    }
    facts.putAll(Languages.facts(headers.first("content-language")));
    facts.putAll(
        facts.containsKey(Languages.FACT)
            ? Map.of()
            : Languages.facts(headers.first("accept-language")));
    MailDate.parse(headers.first("date")).ifPresent(at -> facts.put("sentAt", at.toString()));
    if (!withheld.isEmpty()) {
      facts.put("withheld", String.join(", ", withheld));
    }
    envelope.from().ifPresent(text -> facts.put("envelopeFrom", text));
    envelope.to().ifPresent(text -> facts.put("envelopeTo", text));
    return facts;
  }
}
