package io.omnigate.channels;

import io.omnigate.channels.http.Answer;
import io.omnigate.channels.http.Problem;
import io.omnigate.core.error.Failure;
import io.omnigate.core.intake.Receipt;
import io.omnigate.core.intake.UsedTokens;
import io.omnigate.core.outbox.Courier;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.Optional;

/**
 * One way in which customers reach us: what its producer sends, how that is proven, what it means
 * and which answer the producer understands. Everything else (HTTP, bounds, durability, counting)
 * is done around it.
 *
 * <p>For each request the calls come in this order, on one event loop, each only if the one before
 * succeeded; only {@link #verify} runs on a worker where the body is large:
 *
 * <ol>
 *   <li>{@link #verify}: nothing of the body is looked at before it is proven
 *   <li>{@link #confirm}: the rest of the proof, where somebody has to be asked
 *   <li>{@link #parse}: the body becomes messages with fresh ids
 *   <li>(every message is made durable)
 *   <li>{@link #answer}
 * </ol>
 *
 * A {@link Failure} of any step goes to {@link #refusal} and ends the request with nothing stored,
 * save the messages of a batch that were stored before another one failed; its producer sends the
 * batch again and those are recognised by their keys. Any other exception is a mistake in the
 * channel and is answered as {@code INTERNAL}.
 *
 * <p>A channel is shared by all event loops: it keeps no state of a request. It never stores, never
 * answers by itself, opens no URL that a message names, and blocks no event loop.
 */
public interface Channel {

  /** Its key in the configuration, and its address: {@code /in/<id>}. */
  String id();

  /** Its kind, such as {@code email}. */
  String kind();

  /** The largest body it takes, in bytes. */
  int maxBody();

  /** Whether it answers browsers with pages, which show again what was typed when it is refused. */
  default boolean hasPages() {
    return false;
  }

  /**
   * Whether it takes a large body from a file, as {@link ChannelRequest#whole}, so that none is
   * ever whole in memory. Any other channel has every body in memory.
   */
  default boolean spools() {
    return false;
  }

  /** How many bytes of memory one byte of its body takes until the message is stored. */
  default int weight() {
    return 1;
  }

  /**
   * Proves that the request comes from who may send, over the raw bytes and in constant time. Fails
   * closed: where the secret is not set, nobody may.
   *
   * @throws Failure {@code UNAUTHENTICATED} where it is not proven, {@code BAD_REQUEST} where a
   *     header it needs is given twice
   */
  void verify(ChannelRequest request);

  /**
   * Proves what {@link #verify} cannot because somebody has to be asked: that a token is used for
   * the first time, that a certificate is its provider's. Most kinds need nothing of the sort.
   *
   * @param used the one-time tokens that were used before, on whichever node
   * @return fails with {@code UNAUTHENTICATED} where it is not proven, {@code UNAVAILABLE} where
   *     nobody can be asked now
   */
  default Future<Void> confirm(ChannelRequest request, UsedTokens used) {
    return Future.succeededFuture();
  }

  /**
   * Takes the body apart. What can take longer than a few milliseconds runs on a worker.
   *
   * @return the messages and what was ignored. Fails with a {@link Failure}: {@code BAD_REQUEST}
   *     where the body cannot be read at all, {@code UNSUPPORTED_TYPE}, {@code INVALID} naming the
   *     field, {@code TOO_MANY} over a sender's rate. An event of an unknown sort is ignored and
   *     counted, never a failure: providers add new ones without asking
   */
  Future<Arrival> parse(ChannelRequest request);

  /**
   * The answer once every message is durable.
   *
   * @param receipts one for each message of {@code arrival}, in the same order
   */
  default Answer answer(ChannelRequest request, Arrival arrival, List<Receipt> receipts) {
    return ReceiptJson.answer(receipts.getFirst());
  }

  /** The answer to a request that failed, in the form that its producer understands. */
  default Answer refuse(ChannelRequest request, Failure failure) {
    return Problem.answer(failure);
  }

  /** The same, for a channel that has to read the body again to word it. Never fails. */
  default Future<Answer> refusal(ChannelRequest request, Failure failure) {
    return Future.succeededFuture(refuse(request, failure));
  }

  /**
   * The answer to a GET, by which some providers make sure that the address is ours.
   *
   * @throws Failure {@code METHOD_NOT_ALLOWED} where the channel knows no handshake
   */
  default Answer handshake(ChannelRequest request) {
    throw new Failure(
        Failure.Kind.METHOD_NOT_ALLOWED, "method-not-allowed", "this channel takes POST only");
  }

  /** The origin whose pages may read the answers, where the request comes from one of them. */
  default Optional<String> allowedOrigin(ChannelRequest request) {
    return Optional.empty();
  }

  /** The methods that {@code /in/<id>} takes. */
  default List<HttpMethod> methods() {
    return List.of(HttpMethod.POST);
  }

  /**
   * How answers to its customers leave; empty where it has no way of its own. What it is given, and
   * what it may answer, stands on {@link Courier}.
   */
  default Optional<Courier> courier() {
    return Optional.empty();
  }

  /** Whether its customers are answered by e-mail, where it has no courier of its own. */
  default boolean answeredByMail() {
    return false;
  }

  /** Adds pages of its own, for people, to the public server. */
  default void addPages(Router router) {}
}
