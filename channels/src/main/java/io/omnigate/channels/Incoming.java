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

/**
 * One message of a social network's webhook, in the form that all of them share: its provider
 * vouches for the sender, and all that a sender writes to one of our accounts is one conversation.
 *
 * @param key the provider's id of the message
 * @param conversation names sender and account
 * @param facts what an agent should see beside the text
 */
public record Incoming(
    String key, String conversation, Sender sender, String text, Map<String, Object> facts) {

  /** The inbound message, with fresh ids. */
  public InboundMessage message(
      ChannelSettings settings, ChannelContext context, RawPayload raw, Instant receivedAt) {
    String thread = Digests.key("thread:" + conversation);
    return new InboundMessage(
        new Origin(settings.id(), settings.kind(), Digests.key(key), false, raw, receivedAt),
        context.freshIds(receivedAt),
        sender,
        new Content("", Texts.body(text), null, List.of(), facts),
        new Threading(List.of(new Candidate.ByKey(thread)), List.of(thread), thread),
        new Handling(
            settings.priority(),
            settings.department(),
            Nature.CUSTOMER,
            Membership.HOLDER,
            Set.of()));
  }

  /** The arrival of a whole webhook; its payload is stored once for all of its messages. */
  public static Arrival arrival(
      List<Incoming> incoming,
      Arrival.Ignored ignored,
      ChannelSettings settings,
      ChannelContext context,
      ChannelRequest request) {
    RawPayload raw =
        incoming.size() > 1 ? RawPayload.shared(request.body()) : RawPayload.of(request.body());
    List<InboundMessage> messages =
        incoming.stream()
            .map(each -> each.message(settings, context, raw, request.receivedAt()))
            .toList();
    return new Arrival(messages, ignored.counts());
  }
}
