package io.omnigate.channels.form;

import io.omnigate.channels.ChannelContext;
import io.omnigate.channels.ChannelRequest;
import io.omnigate.channels.ChannelSettings;
import io.omnigate.channels.ClaimedSender;
import io.omnigate.channels.Languages;
import io.omnigate.channels.Texts;
import io.omnigate.core.contact.Sender;
import io.omnigate.core.error.Failure;
import io.omnigate.core.intake.InboundMessage;
import io.omnigate.core.intake.InboundMessage.Addressee;
import io.omnigate.core.intake.InboundMessage.Content;
import io.omnigate.core.intake.InboundMessage.Handling;
import io.omnigate.core.intake.InboundMessage.Mark;
import io.omnigate.core.intake.InboundMessage.Membership;
import io.omnigate.core.intake.InboundMessage.Nature;
import io.omnigate.core.intake.InboundMessage.Origin;
import io.omnigate.core.intake.InboundMessage.Threading;
import io.omnigate.core.ticket.Priority;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Posted forms to inbound messages. Each opens a ticket: a form has no conversation. */
final class FormMessages {
  private static final String KEY_HEADER = "Idempotency-Key";
  private static final int MAX_KEY = 200;

  private final ChannelSettings settings;
  private final boolean confirms;
  private final ChannelContext context;

  FormMessages(FormSettings settings, ChannelContext context) {
    this.settings = settings.channel();
    this.confirms = settings.verifyEmail();
    this.context = context;
  }

  /** The message in {@code post}; fails naming the field that breaks a rule. */
  InboundMessage of(ChannelRequest request, FormPost post) {
    Failure wrong = post.wrong();
    if (wrong != null) {
      throw wrong;
    }
    String message =
        post.field("message")
            .orElseThrow(() -> Failure.invalid("message", "message is missing or empty"));
    InboundMessage.Ids ids = context.freshIds(request.receivedAt());
    Sender sender =
        ClaimedSender.of(
            List.of(),
            post.field("name"),
            post.field("email"),
            post.field("phone"),
            context.phoneRegion());
    return new InboundMessage(
        origin(request, post, ids),
        ids,
        sender,
        new Content(
            post.field("subject").map(Texts::line).orElse(""),
            Texts.body(message),
            null,
            post.files(),
            languages(request)),
        Threading.none(
            sender.identities().isEmpty() ? ids.message() : sender.identities().getFirst().value()),
        new Handling(
            priority(post),
            department(post),
            Nature.CUSTOMER,
            Membership.HOLDER,
            post.trapped() ? Set.of(Mark.SPAM) : Set.of(),
            told(sender.email()),
            null));
  }

  /** Who typed an address hears of the ticket there, or is asked there whether it is theirs. */
  private @Nullable Addressee told(@Nullable String email) {
    return email != null && (confirms || settings.acknowledges())
        ? new Addressee(email, confirms)
        : null;
  }

  /** The language of the page goes before those of the browser. */
  private static Map<String, Object> languages(ChannelRequest request) {
    String page = request.query().get(FormPages.LANGUAGE);
    String browser = request.headers().get("Accept-Language");
    boolean told = page != null && PageWords.LANGUAGES.contains(page);
    return Languages.facts(
        told ? page + (browser == null || browser.isBlank() ? "" : "," + browser) : browser);
  }

  /**
   * Without a key each post is new, unless its page names itself. Sent again, a multipart body has
   * another boundary, so that its bytes say nothing.
   */
  private Origin origin(ChannelRequest request, FormPost post, InboundMessage.Ids ids) {
    Optional<String> given = request.header(KEY_HEADER);
    given
        .filter(key -> key.isBlank() || key.length() > MAX_KEY || Texts.hasControls(key))
        .ifPresent(
            key -> {
              throw new Failure(
                  Failure.Kind.BAD_REQUEST,
                  "bad-idempotency-key",
                  KEY_HEADER + " has to be 1 to " + MAX_KEY + " printable characters");
            });
    return new Origin(
        settings.id(),
        FormChannel.KIND,
        given.map(key -> "key:" + key).or(post::onceKey).orElseGet(() -> "new:" + ids.message()),
        given.isPresent() && !request.mediaType().equals(FormReader.MULTIPART),
        request.whole().raw(),
        request.receivedAt());
  }

  private Priority priority(FormPost post) {
    return post.field("priority")
        .map(
            name ->
                Priority.ofWire(name)
                    .orElseThrow(
                        () ->
                            Failure.invalid(
                                "priority", "priority has to be urgent, high, normal or low")))
        .orElse(settings.priority());
  }

  private String department(FormPost post) {
    String department = post.field("department").orElse(settings.department());
    if (!context.departments().contains(department)) {
      throw Failure.invalid("department", "there is no such department");
    }
    return department;
  }
}
