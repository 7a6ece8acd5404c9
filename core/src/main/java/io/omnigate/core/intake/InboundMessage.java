package io.omnigate.core.intake;

import io.omnigate.core.contact.Identity;
import io.omnigate.core.contact.Sender;
import io.omnigate.core.contact.VisitorId;
import io.omnigate.core.ticket.Priority;
import io.omnigate.core.ticket.TicketId;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One contact on its way in, verified and parsed by its channel; not durable yet.
 *
 * @param origin where it came from and by which key it is recognised when it comes again
 * @param ids made in the channel, without asking anyone
 * @param sender who wrote
 * @param content what was written
 * @param threading to which conversation it may belong
 * @param handling how it is to be treated
 */
public record InboundMessage(
    Origin origin,
    Ids ids,
    Sender sender,
    Content content,
    Threading threading,
    Handling handling) {

  /**
   * Where a message came from.
   *
   * @param channel the channel's id in the configuration
   * @param kind the channel's kind, such as {@code email}
   * @param key what makes the same message recognisable when it comes again; unique in its channel,
   *     at most 300 characters
   * @param sameBytes whether the same key with another raw payload is a mistake of the sender that
   *     is to be refused (true), or still the same message (false)
   * @param receivedAt by our clock
   */
  public record Origin(
      String channel,
      String kind,
      String key,
      boolean sameBytes,
      RawPayload raw,
      Instant receivedAt) {}

  /**
   * The ids a message takes if it opens something new.
   *
   * @param ticket taken if it opens a ticket
   * @param message a ULID; always taken
   * @param visitor taken if it is the first of a contact whose name is unknown
   */
  public record Ids(TicketId ticket, String message, VisitorId visitor) {}

  /**
   * What was written.
   *
   * @param subject one line; empty where the channel has none
   * @param text plain text, whole; free of U+0000 and lone surrogates
   * @param html as it came, unsanitised
   * @param facts shown with the message in the thread, such as {@code page} or {@code messageId};
   *     JSON values
   */
  public record Content(
      String subject,
      String text,
      @Nullable String html,
      List<Attachment> attachments,
      Map<String, Object> facts) {
    /** Text alone. */
    public static Content ofText(String subject, String text) {
      return new Content(subject, text, null, List.of(), Map.of());
    }
  }

  /**
   * To which conversation a message may belong.
   *
   * @param candidates the first one that is known, and that the sender takes part in, wins
   * @param claims conversation keys that lead to this message's ticket from now on
   * @param lane messages with the same lane are stored in the order they came in; the chat session,
   *     the social sender, the mail's sender
   * @param answersTo where answers go, in the channel's own form, where that is not simply the
   *     sender: a group's chat, or one of several numbers of ours
   * @param begins whether the claims, and the sender's own id within the channel, follow from this
   *     very message: if it was not stored before, nobody knows them, and they are not looked up
   */
  public record Threading(
      List<Candidate> candidates,
      List<String> claims,
      String lane,
      @Nullable String answersTo,
      boolean begins) {
    /** A conversation of known keys, whose answers go where {@code answersTo} says. */
    public Threading(
        List<Candidate> candidates, List<String> claims, String lane, @Nullable String answersTo) {
      this(candidates, claims, lane, answersTo, false);
    }

    /** A conversation whose answers go to its sender. */
    public Threading(List<Candidate> candidates, List<String> claims, String lane) {
      this(candidates, claims, lane, null);
    }

    /** A message that belongs to nothing and starts nothing. */
    public static Threading none(String lane) {
      return new Threading(List.of(), List.of(), lane);
    }
  }

  /** A conversation a message may belong to. */
  public sealed interface Candidate {
    /** A key claimed by an earlier message of the same channel. */
    record ByKey(String key) implements Candidate {}

    /** A ticket named by a token that we signed and that verified. */
    record ByTicket(TicketId ticket) implements Candidate {}
  }

  /**
   * How a message is to be treated.
   *
   * @param membership whether only a participant of the conversation may join it. With {@link
   *     Membership#SENDER} a message from anybody else opens a ticket of its own that links to the
   *     one it named
   * @param told who hears of the ticket if the message opens one; null where nobody is to
   * @param returned for a bounce, the message of ours that came back; null where none is known
   */
  public record Handling(
      Priority priority,
      String department,
      Nature nature,
      Membership membership,
      Set<Mark> marks,
      @Nullable Addressee told,
      @Nullable Returned returned) {
    /** A message that nobody acknowledges. */
    public Handling(
        Priority priority,
        String department,
        Nature nature,
        Membership membership,
        Set<Mark> marks) {
      this(priority, department, nature, membership, marks, null, null);
    }
  }

  /**
   * Who hears that a ticket was opened.
   *
   * @param address an e-mail address, as it was written
   * @param confirmFirst whether it is only asked for now whether the address is theirs: it was
   *     typed, and nobody knows by whom
   */
  public record Addressee(String address, boolean confirmFirst) {}

  /**
   * A message of ours that the other side reports on.
   *
   * @param message the id of its thread entry
   * @param reason what the other side said, in one line
   */
  public record Returned(String message, Fate fate, String reason) {
    /** Whether it will never arrive. */
    public boolean failed() {
      return fate == Fate.FAILED;
    }
  }

  /** What became of a message of ours (the actions of RFC 3464 2.3.3). */
  public enum Fate {
    /** It will never arrive. */
    FAILED,
    /** It has not arrived yet. */
    DELAYED,
    /** It arrived. */
    DELIVERED,
    /** It went on to a server that reports nothing. */
    RELAYED,
    /** It arrived at an address that stands for several. */
    EXPANDED;

    /** The name told to agents. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Who may join a conversation that a candidate names. */
  public enum Membership {
    /** Holding the key is enough: it is secret or vouched for by a provider. */
    HOLDER,
    /** The sender has to be the ticket's contact. */
    SENDER
  }

  /** What sort of message it is. */
  public enum Nature {
    /** A person wrote. */
    CUSTOMER,
    /** A person wrote anew what they had written: the older text stays beside it. */
    EDIT,
    /** A machine answered: it is kept, and moves nothing. */
    AUTOMATIC,
    /** One of our messages came back: it is kept, and moves nothing. */
    BOUNCE;

    /** Whether a person wrote it, and not a machine. */
    public boolean isByPerson() {
      return this == CUSTOMER || this == EDIT;
    }
  }

  /** What an agent should know of a message before reading it; becomes a tag of the ticket. */
  public enum Mark {
    /** The raw bytes could not be taken apart; they are kept. */
    UNPARSED,
    /** A trap caught it: its ticket starts as spam. */
    SPAM,
    /** It names a conversation that its sender does not take part in. */
    UNVERIFIED_SENDER,
    /** Sent by a machine. */
    AUTOMATIC,
    /** Another mail had its Message-ID before: one of the two may be forged. */
    REPEATED_ID
  }

  /**
   * The same mail, flagged: another one on the ticket {@code earlier} has the same Message-ID and
   * is not the same mail.
   */
  InboundMessage repeating(TicketId earlier) {
    Map<String, Object> facts = new LinkedHashMap<>(content.facts());
    facts.put("sameMessageIdAs", earlier.value());
    Set<Mark> marks = EnumSet.of(Mark.REPEATED_ID);
    marks.addAll(handling.marks());
    return new InboundMessage(
        origin,
        ids,
        sender,
        new Content(
            content.subject(), content.text(), content.html(), content.attachments(), facts),
        threading,
        new Handling(
            handling.priority(),
            handling.department(),
            handling.nature(),
            handling.membership(),
            Set.copyOf(marks),
            null, // somebody may be pretending to be somebody else, and nobody is to hear of it
            handling.returned()));
  }

  /** Whether an address of the sender's follows from the message, and so is nobody's yet. */
  public boolean isFresh(Identity identity) {
    return threading.begins() && identity.kind() == Identity.Kind.CHANNEL;
  }

  /** The same message, with other ids to take. */
  public InboundMessage with(Ids others) {
    return new InboundMessage(origin, others, sender, content, threading, handling);
  }

  /** The same message, of which nothing is taken for new that was not looked up. */
  public InboundMessage lookedUp() {
    Threading known =
        new Threading(
            threading.candidates(), threading.claims(), threading.lane(), threading.answersTo());
    return new InboundMessage(origin, ids, sender, content, known, handling);
  }

  /** The identity that its channel vouches for, or the strongest claimed one, if any. */
  public @Nullable Identity strongest() {
    return sender.identities().isEmpty() ? null : sender.identities().getFirst();
  }
}
