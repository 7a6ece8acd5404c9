package io.omnigate.channels;

import io.omnigate.channels.http.Answer;
import io.omnigate.core.intake.Receipt;
import io.omnigate.core.outbox.Courier;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * A provider's webhook: events in JSON, many in one body, proven by a header and answered with 200
 * once all of them are durable. What is the provider's own stands in a {@link Provider}.
 */
public final class WebhookChannel implements Channel {
  private final ChannelSettings settings;
  private final ChannelContext context;
  private final Provider provider;

  /** A channel of the given provider. */
  public WebhookChannel(ChannelSettings settings, ChannelContext context, Provider provider) {
    this.settings = settings;
    this.context = context;
    this.provider = provider;
  }

  /**
   * What differs between providers.
   *
   * @param maxBody in bytes
   * @param courier takes answers to customers; empty where what that needs is not configured
   */
  public record Provider(
      int maxBody,
      Proof proof,
      EventReader reader,
      Optional<Courier> courier,
      Optional<Handshake> handshake) {
    /** One without a handshake by GET. */
    public Provider(int maxBody, Proof proof, EventReader reader, Optional<Courier> courier) {
      this(maxBody, proof, reader, courier, Optional.empty());
    }
  }

  /** Proves where a request comes from, as {@link Channel#verify} asks. */
  public interface Proof {
    /** Throws a failure where it is not proven. */
    void verify(ChannelRequest request);
  }

  /** Tells the events of a body apart. */
  public interface EventReader {
    /**
     * Adds what the body holds to {@code events}: customers' messages, what became of earlier ones,
     * and how much of it is neither. An event of an unknown sort is ignored, never a failure.
     */
    void read(JsonObject body, Events events);
  }

  /** Answers a GET, as {@link Channel#handshake} asks. */
  public interface Handshake {
    /** Throws a failure where somebody else asks. */
    Answer answer(ChannelRequest request);
  }

  @Override
  public String id() {
    return settings.id();
  }

  @Override
  public String kind() {
    return settings.kind();
  }

  @Override
  public int maxBody() {
    return provider.maxBody();
  }

  @Override
  public Optional<Courier> courier() {
    return provider.courier();
  }

  @Override
  public List<HttpMethod> methods() {
    return provider.handshake().isPresent()
        ? List.of(HttpMethod.GET, HttpMethod.POST)
        : List.of(HttpMethod.POST);
  }

  @Override
  public Answer handshake(ChannelRequest request) {
    return provider
        .handshake()
        .map(known -> known.answer(request))
        .orElseGet(() -> Channel.super.handshake(request));
  }

  @Override
  public void verify(ChannelRequest request) {
    provider.proof().verify(request);
  }

  @Override
  public Future<Arrival> parse(ChannelRequest request) {
    return Offload.run(context.vertx(), request.whole(), () -> arrival(request));
  }

  @Override
  public Answer answer(ChannelRequest request, Arrival arrival, List<Receipt> receipts) {
    return arrival.reply().orElseGet(() -> ReceiptJson.webhook(arrival, receipts));
  }

  private Arrival arrival(ChannelRequest request) {
    Events events = new Events(settings, request);
    provider.reader().read(JsonBody.object(request.body()), events);
    return events.arrival(context);
  }
}
