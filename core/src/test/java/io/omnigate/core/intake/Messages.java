package io.omnigate.core.intake;

import io.omnigate.core.contact.Identity;
import io.omnigate.core.contact.Sender;
import io.omnigate.core.contact.VisitorId;
import io.omnigate.core.id.Ulid;
import io.omnigate.core.intake.InboundMessage.Addressee;
import io.omnigate.core.intake.InboundMessage.Candidate;
import io.omnigate.core.intake.InboundMessage.Content;
import io.omnigate.core.intake.InboundMessage.Handling;
import io.omnigate.core.intake.InboundMessage.Ids;
import io.omnigate.core.intake.InboundMessage.Mark;
import io.omnigate.core.intake.InboundMessage.Membership;
import io.omnigate.core.intake.InboundMessage.Nature;
import io.omnigate.core.intake.InboundMessage.Origin;
import io.omnigate.core.intake.InboundMessage.Threading;
import io.omnigate.core.ticket.Priority;
import io.omnigate.core.ticket.TicketId;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Builds inbound messages for tests, as channels would. */
public final class Messages {
  private final RandomGenerator random = ThreadLocalRandom.current();
  private String channel = "chat";
  private String key = "key-" + random.nextLong();
  private boolean sameBytes = true;
  private String text = "Where is my order?";
  private RawPayload raw = RawPayload.of(Buffer.buffer());
  private final Map<String, Object> facts = new HashMap<>();
  private String name = "";
  private @Nullable String email;
  private final List<Identity> identities = new ArrayList<>();
  private final List<Candidate> candidates = new ArrayList<>();
  private final List<String> claims = new ArrayList<>();
  private String lane = "lane";
  private @Nullable String answersTo;
  private boolean begins;
  private Nature nature = Nature.CUSTOMER;
  private Membership membership = Membership.HOLDER;
  private Set<Mark> marks = Set.of();
  private Priority priority = Priority.NORMAL;
  private @Nullable Addressee told;
  private Instant at = Instant.now().truncatedTo(ChronoUnit.MICROS);

  private Messages() {}

  /** A message on the chat session {@code session}. */
  public static Messages chat(String session) {
    Messages message = new Messages();
    message.identities.add(new Identity(Identity.Kind.CHANNEL, "chat:" + session, true));
    message.candidates.add(new Candidate.ByKey("session:" + session));
    message.claims.add("session:" + session);
    message.lane = session;
    return message;
  }

  /** A mail from {@code address} with the Message-ID {@code id} that answers the given ones. */
  public static Messages mail(String address, String id, String... answered) {
    Messages message = new Messages();
    message.channel = "mail";
    message.identities.add(new Identity(Identity.Kind.EMAIL, address, true));
    message.email = address;
    for (String each : answered) {
      message.candidates.add(new Candidate.ByKey("mid:" + each));
    }
    message.claims.add("mid:" + id);
    message.lane = address;
    message.membership = Membership.SENDER;
    return message;
  }

  /** A form that starts something new. */
  public static Messages form() {
    Messages message = new Messages();
    message.channel = "form";
    return message;
  }

  public Messages on(String id) {
    channel = id;
    return this;
  }

  public Messages key(String to) {
    key = to;
    return this;
  }

  /** Its conversation, and its sender's id, are new, or so it is said. */
  public Messages begins(boolean to) {
    begins = to;
    return this;
  }

  public Messages anyBytes() {
    sameBytes = false;
    return this;
  }

  public Messages text(String to) {
    text = to;
    return this;
  }

  public Messages raw(String to) {
    raw = RawPayload.of(Buffer.buffer(to));
    return this;
  }

  public Messages raw(RawPayload to) {
    raw = to;
    return this;
  }

  /** Its raw bytes are {@code size} zeros in a file of {@code folder}. */
  public Messages spooledIn(Path folder, int size) throws IOException {
    Path file = Files.write(folder.resolve("body-" + random.nextLong()), new byte[size]);
    Buffer sha256 = RawPayload.sha256(Buffer.buffer(new byte[size]));
    return raw(RawPayload.spooled(new Spooled(file, size), sha256));
  }

  public Messages fact(String key, Object value) {
    facts.put(key, value);
    return this;
  }

  public Messages name(String to) {
    name = to;
    return this;
  }

  public Messages claims(Identity.Kind kind, String value) {
    identities.add(new Identity(kind, value, false));
    return this;
  }

  public Messages names(TicketId ticket) {
    candidates.add(new Candidate.ByTicket(ticket));
    return this;
  }

  public Messages nature(Nature to) {
    nature = to;
    return this;
  }

  public Messages answersTo(String to) {
    answersTo = to;
    return this;
  }

  public Messages mark(Mark to) {
    marks = Set.of(to);
    return this;
  }

  public Messages priority(Priority to) {
    priority = to;
    return this;
  }

  public Messages told(String address, boolean confirmFirst) {
    email = address;
    told = new Addressee(address, confirmFirst);
    return this;
  }

  public Messages at(Instant to) {
    at = to;
    return this;
  }

  public InboundMessage build() {
    boolean given = raw.bytes().length() > 0 || raw.spooled() != null;
    RawPayload bytes = given ? raw : RawPayload.of(Buffer.buffer(text));
    return new InboundMessage(
        new Origin(channel, channel, key, sameBytes, bytes, at),
        new Ids(TicketId.random(random), Ulid.next(at, random), VisitorId.random(random)),
        new Sender(name.isEmpty() ? null : name, email, null, identities),
        new Content("", text, null, List.of(), facts),
        new Threading(candidates, claims, lane, answersTo, begins),
        new Handling(priority, "support", nature, membership, marks, told, null));
  }
}
