package io.omnigate.channels;

import io.omnigate.channels.http.Answer;
import io.omnigate.core.intake.InboundMessage;
import io.omnigate.core.intake.RawPayload;
import io.omnigate.core.notice.Notice;
import io.omnigate.core.notice.Notice.Progress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the events of a webhook come to, collected while they are read. */
public final class Events {
  private final ChannelSettings settings;
  private final ChannelRequest request;
  private final List<Incoming> incoming = new ArrayList<>();
  private final Map<String, Integer> ignored = new HashMap<>();
  private final List<Notice> notices = new ArrayList<>();
  private Optional<Answer> reply = Optional.empty();

  /** Nothing yet. */
  public Events(ChannelSettings settings, ChannelRequest request) {
    this.settings = settings;
    this.request = request;
  }

  /** A customer wrote, or wrote anew. */
  public void message(Incoming message) {
    incoming.add(message);
    if (message.edit() && message.facts().get("messageId") instanceof String id) {
      String thread = Incoming.thread(message.conversation());
      notices.add(new Notice.Edited(settings.id(), thread, id, request.receivedAt()));
    }
  }

  /**
   * An event that is no customer text.
   *
   * @param reason one of a fixed set: it becomes a label of a metric
   */
  public void ignore(String reason) {
    ignored.merge(reason, 1, Integer::sum);
  }

  /**
   * A customer took a message back; counted as {@code deleted}.
   *
   * @param conversation as in {@link Incoming}
   * @param messageId the provider's id, as in the message's fact {@code messageId}
   */
  public void withdrawn(String conversation, String messageId) {
    withdrawn(List.of(conversation), messageId);
  }

  /** The same where the conversation has several names; it may be stored under any of them. */
  public void withdrawn(List<String> conversations, String messageId) {
    ignore("deleted");
    String id = Texts.line(messageId);
    if (!id.isEmpty()) {
      conversations.forEach(
          each ->
              notices.add(
                  new Notice.Withdrawn(
                      settings.id(), Incoming.thread(each), id, request.receivedAt())));
    }
  }

  /**
   * What became of a message of ours; to be counted by {@link #ignore} as well.
   *
   * @param providerId the id under which the provider took it
   * @param since by the provider's clock; empty: when it was received
   * @param reason a sentence for agents where it failed
   */
  public void reported(
      String providerId, Progress progress, Optional<Instant> since, String reason) {
    Instant now = request.receivedAt();
    if (!providerId.isBlank()) {
      notices.add(
          new Notice.Reported(
              settings.id(),
              Texts.line(providerId),
              progress,
              since.orElse(now),
              Texts.line(reason),
              now));
    }
  }

  /**
   * All of our messages to a customer up to a moment were delivered or read; to be counted by
   * {@link #ignore} as well.
   */
  public void reportedUpTo(String recipient, boolean read, Instant until) {
    notices.add(
        new Notice.ReportedUpTo(settings.id(), recipient, read, until, request.receivedAt()));
  }

  /** The provider wants {@code answer} instead of receipts. */
  public void replyWith(Answer answer) {
    reply = Optional.of(answer);
  }

  /** The arrival of a whole webhook; its payload is stored once for all of its messages. */
  public Arrival arrival(ChannelContext context) {
    RawPayload raw =
        incoming.size() > 1 ? RawPayload.shared(request.body()) : RawPayload.of(request.body());
    List<InboundMessage> messages =
        incoming.stream()
            .map(each -> each.message(settings, context, raw, request.receivedAt()))
            .toList();
    return new Arrival(messages, ignored, notices, reply);
  }
}
