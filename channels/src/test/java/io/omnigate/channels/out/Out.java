package io.omnigate.channels.out;

import static io.omnigate.channels.TestServer.await;

import io.omnigate.channels.Channel;
import io.omnigate.channels.ChannelContext;
import io.omnigate.channels.TestFiles;
import io.omnigate.channels.TestServer;
import io.omnigate.channels.kinds.ChannelKinds;
import io.omnigate.core.config.Section;
import io.omnigate.core.outbox.Courier;
import io.omnigate.core.outbox.Delivery;
import io.omnigate.core.outbox.DeliveryOutcome;
import io.omnigate.core.outbox.OutboundMessage;
import io.omnigate.core.outbox.Purpose;
import io.omnigate.core.ticket.TicketId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** The way out by a provider's API, with a stand-in for the provider. */
final class Out implements AutoCloseable {
  static final String TOKEN = "the-token-of-the-tests";

  final TestServer server = TestServer.with(Map.of());
  final StandIn api = new StandIn(server.vertx);
  private Duration patience = server.context().sendingPatience();

  /** Gives each message less time. */
  Out within(Duration shorter) {
    patience = shorter;
    return this;
  }

  private ChannelContext context() {
    ChannelContext usual = server.context();
    return new ChannelContext(
        usual.vertx(),
        usual.signer(),
        usual.messageIds(),
        usual.ownDomains(),
        usual.clock(),
        usual.random(),
        usual.publicUrl(),
        usual.departments(),
        usual.phoneRegion(),
        patience);
  }

  Channel channel(Map<String, Object> settings) {
    Section root = Section.root(Map.of("channels", Map.of("a", settings)));
    Section section = root.section("channels").section("a");
    return ChannelKinds.create("a", section, context())
        .orElseThrow(() -> new AssertionError(root.mistakes()));
  }

  Courier courier(Provider provider) {
    return courier(provider, Map.of("apiUrl", api.url() + '/'));
  }

  Courier courier(Provider provider, Map<String, Object> more) {
    Map<String, Object> settings = new HashMap<>(provider.settings());
    settings.put("kind", provider.kind());
    settings.putAll(more);
    return channel(settings).courier().orElseThrow();
  }

  /** Sends a text to the provider's usual recipient. */
  DeliveryOutcome send(Provider provider, String text) {
    return send(provider, delivery(provider.recipient(), text));
  }

  DeliveryOutcome send(Provider provider, Delivery delivery) {
    return await(courier(provider).deliver(delivery));
  }

  static Delivery delivery(String recipient, String text) {
    return delivery(recipient, text, Instant.now(), List.of());
  }

  /**
   * A message.
   *
   * @param heard when the customer wrote last
   * @param files kept under the ids {@code file-0}, {@code file-1} …
   */
  static Delivery delivery(
      String recipient, String text, Instant heard, List<Delivery.File> files) {
    return new Delivery(
        new OutboundMessage(
            "01JD0000000000000000000000",
            TicketId.random(new Random(1)),
            "a",
            "kind",
            recipient,
            null,
            Instant.now()),
        1,
        Purpose.ANSWER,
        new Delivery.Content(
            "",
            text,
            null,
            IntStream.range(0, files.size())
                .mapToObj(i -> TestFiles.as("file-" + i, files.get(i)))
                .toList()),
        new Delivery.About("s", "support", "Ann", List.of(), Instant.now(), null, heard),
        new Delivery.Received(heard, "Cleo", "where?", Map.of()),
        List.of());
  }

  /** A file of {@code size} bytes. */
  static Delivery.File file(String name, String mediaType, int size) {
    return TestFiles.file(name, mediaType, "x".repeat(size).getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public void close() {
    server.close();
  }
}
