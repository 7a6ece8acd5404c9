package io.omnigate.channels;

import io.omnigate.core.contact.Sender;
import io.omnigate.core.intake.InboundMessage;
import io.omnigate.core.intake.InboundMessage.Candidate;
import io.omnigate.core.intake.InboundMessage.Content;
import io.omnigate.core.intake.InboundMessage.Handling;
import io.omnigate.core.intake.InboundMessage.Membership;
import io.omnigate.core.intake.InboundMessage.Nature;
import io.omnigate.core.intake.InboundMessage.Origin;
import io.omnigate.core.intake.InboundMessage.Threading;
import io.omnigate.core.intake.RawPayload;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One message of a social network's webhook, in the form that all of them share: its provider
 * vouches for the sender, and all that a sender writes to one of our accounts is one conversation.
 *
 * @param key by which the same event is recognised when it comes again
 * @param conversation names sender and account
 * @param aliases other names of the same conversation, where the sender goes by several
 * @param subject one line; empty where the channel has none
 * @param facts what an agent should see beside the text, see {@link Facts}
 * @param edit whether it is the newer text of an earlier message
 * @param answersTo where answers go, where that is not the sender
 */
public record Incoming(
    String key,
    String conversation,
    List<String> aliases,
    Sender sender,
    String subject,
    String text,
    Map<String, Object> facts,
    boolean edit,
    @Nullable String answersTo) {

  /** One whose conversation has one name. */
  public Incoming(
      String key,
      String conversation,
      Sender sender,
      String subject,
      String text,
      Map<String, Object> facts,
      boolean edit,
      @Nullable String answersTo) {
    this(key, conversation, List.of(), sender, subject, text, facts, edit, answersTo);
  }

  /** The key under which a conversation is stored. */
  static String thread(String conversation) {
    return Digests.key("thread:" + conversation);
  }

  /** The inbound message, with fresh ids. */
  InboundMessage message(
      ChannelSettings settings, ChannelContext context, RawPayload raw, Instant receivedAt) {
    List<String> threads =
        Stream.concat(Stream.of(conversation), aliases.stream()).map(Incoming::thread).toList();
    List<Candidate> candidates = threads.stream().<Candidate>map(Candidate.ByKey::new).toList();
    return new InboundMessage(
        new Origin(settings.id(), settings.kind(), Digests.key(key), false, raw, receivedAt),
        context.freshIds(receivedAt),
        sender,
        new Content(subject, Texts.body(text), null, List.of(), facts),
        new Threading(candidates, threads, threads.getFirst(), answersTo),
        new Handling(
            settings.priority(),
            settings.department(),
            edit ? Nature.EDIT : Nature.CUSTOMER,
            Membership.HOLDER,
            Set.of()));
  }
}
