package io.omnigate.channels.chat;

import io.omnigate.channels.Arrival;
import io.omnigate.channels.Channel;
import io.omnigate.channels.ChannelContext;
import io.omnigate.channels.ChannelRequest;
import io.omnigate.channels.ChannelSettings;
import io.omnigate.channels.ClaimedSender;
import io.omnigate.channels.FileLimits;
import io.omnigate.channels.FileLinks;
import io.omnigate.channels.Offload;
import io.omnigate.channels.Origins;
import io.omnigate.channels.ReceiptJson;
import io.omnigate.channels.Texts;
import io.omnigate.channels.http.Answer;
import io.omnigate.channels.http.PeerAddress;
import io.omnigate.channels.http.RateLimiter;
import io.omnigate.core.config.Section;
import io.omnigate.core.contact.Identity;
import io.omnigate.core.contact.Sender;
import io.omnigate.core.conversation.Conversations;
import io.omnigate.core.intake.InboundMessage;
import io.omnigate.core.intake.InboundMessage.Candidate;
import io.omnigate.core.intake.InboundMessage.Content;
import io.omnigate.core.intake.InboundMessage.Handling;
import io.omnigate.core.intake.InboundMessage.Membership;
import io.omnigate.core.intake.InboundMessage.Nature;
import io.omnigate.core.intake.InboundMessage.Origin;
import io.omnigate.core.intake.InboundMessage.Threading;
import io.omnigate.core.intake.Receipt;
import io.omnigate.core.outbox.Courier;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The web chat. A message is recognised by its id within its session; the receipt of every message
 * carries the session's token.
 *
 * <p>The same id with other words is a mistake of the page and is refused, except for the message
 * that began the session: sent again, it may or may not carry the session by now.
 */
public final class ChatChannel implements Channel {
  /** The kind's name in the configuration. */
  public static final String KIND = Conversations.KIND;

  /** What one file may have at most, in MiB, and has where nothing is configured. */
  private static final int MAX_FILE_MIB = 10;

  /** How many windows visitors of one address have open at once where nothing is configured. */
  private static final int WINDOWS = 100;

  /** A rate that is no bound: an office behind one address must not be taken for a flood. */
  private static final int ANY_RATE = 1_000_000;

  /** By what a message belongs to its session. */
  private enum Claim {
    /** A token, or an id that nobody else comes upon. */
    PROVEN,
    /** An id that can be guessed: good to begin a session, not to be let into one. */
    GUESSABLE
  }

  private final ChannelSettings settings;
  private final ChannelContext context;
  private final Origins origins;
  private final FileLimits limits;
  private final int windowsPerAddress;
  private final @Nullable RateLimiter limiter;
  private final ChatSessions sessions;

  private ChatChannel(
      ChannelSettings settings,
      ChannelContext context,
      Origins origins,
      FileLimits limits,
      int windowsPerAddress,
      @Nullable RateLimiter limiter) {
    this.settings = settings;
    this.context = context;
    this.origins = origins;
    this.limits = limits;
    this.windowsPerAddress = windowsPerAddress;
    this.limiter = limiter;
    this.sessions = new ChatSessions(context.signer(), settings.id());
  }

  /**
   * Reads the settings: {@code origins}, by default the gateway's own pages; {@code maxFileMiB} and
   * {@code blockedFiles}; {@code windowsPerAddress}; {@code ratePerMinute}, how many messages one
   * address may send, posted and on sockets together.
   */
  public static Channel read(ChannelSettings settings, Section section, ChannelContext context) {
    Origins origins = Origins.read(section, context.publicUrl());
    FileLimits limits = FileLimits.read(section, MAX_FILE_MIB);
    int windows = section.integer("windowsPerAddress", WINDOWS, 1, 10_000);
    int perMinute = section.integer("ratePerMinute", ANY_RATE, 1, ANY_RATE);
    RateLimiter limiter =
        perMinute == ANY_RATE ? null : new RateLimiter(System::nanoTime, perMinute);
    return new ChatChannel(settings, context, origins, limits, windows, limiter);
  }

  /**
   * The conversation of a session's token.
   *
   * @throws io.omnigate.core.error.Failure {@code UNAUTHENTICATED} where the token was not signed
   *     here for this chat
   */
  public Conversations.Key conversation(String token) {
    return new Conversations.Key(id(), ChatSessions.conversation(sessions.verified(token)));
  }

  /** Which files visitors may send. */
  public FileLimits limits() {
    return limits;
  }

  /** How many windows visitors of one network address have open at once, at most. */
  public int windowsPerAddress() {
    return windowsPerAddress;
  }

  /** Where visitors download the files of their conversations. */
  public FileLinks links() {
    return context.fileLinks();
  }

  @Override
  public String id() {
    return settings.id();
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public int maxBody() {
    return Math.toIntExact(limits.maxBytes()) + ChatPost.MAX_JSON;
  }

  /** Files go by the disk. */
  @Override
  public boolean spools() {
    return true;
  }

  /** The gateway's own pages post to their own host, whatever name that goes by. */
  @Override
  public void verify(ChannelRequest request) {
    if (!Origins.ownHost(request)) {
      origins.require(request);
    }
  }

  @Override
  public Optional<Courier> courier() {
    return Optional.of(new ChatCourier());
  }

  @Override
  public Optional<String> allowedOrigin(ChannelRequest request) {
    return origins.of(request);
  }

  @Override
  public List<HttpMethod> methods() {
    return List.of(HttpMethod.POST, HttpMethod.OPTIONS);
  }

  @Override
  public Future<Arrival> parse(ChannelRequest request) {
    int wait = limiter == null ? 0 : limiter.take(PeerAddress.network(request.remoteAddress()));
    return wait > 0
        ? Future.failedFuture(RateLimiter.refusal(wait))
        : Offload.run(context.vertx(), request.whole(), () -> Arrival.of(message(request)));
  }

  /**
   * The lane is the session's id. Whoever sends what was sent before and proves nothing may be
   * somebody else with the same words: told what became of them, but not let into the conversation
   * that they began.
   */
  @Override
  public Answer answer(ChannelRequest request, Arrival arrival, List<Receipt> receipts) {
    Receipt receipt = receipts.getFirst();
    boolean proven =
        request.once().last(Claim.class, () -> Claim.GUESSABLE) == Claim.PROVEN
            || !receipt.duplicate();
    String session =
        proven
            ? arrival.messages().getFirst().threading().lane()
            : ChatSessions.fresh(context.random());
    return Answer.json(
        ReceiptJson.status(receipt),
        ReceiptJson.of(receipt).put("session", sessions.token(session)));
  }

  private InboundMessage message(ChannelRequest request) {
    ChatPost post = ChatPost.read(request, limits);
    ChatMessage chat = post.message();
    String begun = sessions.begunBy(chat, request.remoteAddress());
    String session = chat.session().map(sessions::verified).orElse(begun);
    boolean proven = chat.session().isPresent() || !ChatSessions.guessable(chat);
    request.once().of(Claim.class, () -> proven ? Claim.PROVEN : Claim.GUESSABLE);
    String conversation = ChatSessions.conversation(session);
    return new InboundMessage(
        new Origin(
            settings.id(),
            KIND,
            session + ':' + chat.id(),
            !post.multipart() && !session.equals(begun),
            request.whole().raw(),
            request.receivedAt()),
        context.freshIds(request.receivedAt()),
        sender(chat, session),
        new Content("", post.text(), null, post.files(), facts(chat)),
        new Threading(
            List.of(new Candidate.ByKey(conversation)),
            List.of(conversation),
            session,
            null,
            session.equals(begun)),
        new Handling(
            settings.priority(),
            settings.department(),
            Nature.CUSTOMER,
            Membership.HOLDER,
            Set.of()));
  }

  private Sender sender(ChatMessage chat, String session) {
    Identity visitor = new Identity(Identity.Kind.CHANNEL, settings.id() + ':' + session, true);
    return ClaimedSender.of(
        List.of(visitor), chat.name(), chat.email(), chat.phone(), context.phoneRegion());
  }

  /** By {@code messageId} the visitor's page recognises its own message in the conversation. */
  private static Map<String, Object> facts(ChatMessage chat) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("messageId", chat.id());
    chat.page().ifPresent(page -> facts.put("page", Texts.line(page, 2_000)));
    return facts;
  }
}
