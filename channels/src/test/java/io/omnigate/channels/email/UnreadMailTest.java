package io.omnigate.channels.email;

import static io.omnigate.channels.TestServer.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.channels.ChannelContext;
import io.omnigate.channels.ChannelRequest;
import io.omnigate.channels.ChannelSettings;
import io.omnigate.channels.FileLimits;
import io.omnigate.channels.TestServer;
import io.omnigate.core.intake.InboundMessage;
import io.omnigate.core.intake.InboundMessage.Mark;
import io.omnigate.core.ticket.Priority;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A mistake of ours while a mail is read costs no mail. */
class UnreadMailTest {
  private static final Buffer MAIL =
      Buffer.buffer("From: ann@example.com\r\nSubject: s\r\n\r\nHello\r\n");

  private final TestServer server = TestServer.with(Map.of());

  @AfterEach
  void close() {
    server.close();
  }

  private InboundMessage read(RandomGenerator random) {
    ChannelContext usual = server.context();
    ChannelContext context =
        new ChannelContext(
            usual.vertx(),
            usual.signer(),
            usual.messageIds(),
            usual.ownDomains(),
            usual.clock(),
            random,
            usual.publicUrl(),
            usual.departments(),
            usual.phoneRegion(),
            usual.sendingPatience());
    ChannelSettings settings = new ChannelSettings("mail", "email", "support", Priority.NORMAL);
    EmailChannel channel = new EmailChannel(settings, context, "t", FileLimits.ofAnySort(25));
    ChannelRequest request =
        new ChannelRequest(
            HttpMethod.POST,
            MultiMap.caseInsensitiveMultiMap(),
            MultiMap.caseInsensitiveMultiMap(),
            MAIL,
            "127.0.0.1",
            Instant.now());
    return await(channel.parse(request)).messages().getFirst();
  }

  /** Breaks once in the middle of the work, as a mistake there would. */
  private static RandomGenerator mistaken() {
    AtomicInteger calls = new AtomicInteger();
    return () -> {
      if (calls.getAndIncrement() == 0) {
        throw new IllegalStateException("a mistake of ours");
      }
      return calls.get();
    };
  }

  @Test
  void itIsKeptAsItCameAndRecognisedWhenItComesAgain() {
    InboundMessage kept = read(mistaken());
    assertArrayEquals(MAIL.getBytes(), kept.origin().raw().bytes().getBytes());
    assertTrue(kept.handling().marks().contains(Mark.UNPARSED));
    assertEquals("", kept.content().subject());
    assertEquals(kept.origin().key(), read(mistaken()).origin().key());
  }
}
