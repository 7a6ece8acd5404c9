package io.omnigate.channels.email;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.omnigate.channels.BasicCredentials;
import io.omnigate.channels.Channel;
import io.omnigate.channels.ChannelRequest;
import io.omnigate.channels.ChannelSettings;
import io.omnigate.channels.Digests;
import io.omnigate.channels.FileLimits;
import io.omnigate.channels.TestServer;
import io.omnigate.channels.mailgun.MailgunChannel;
import io.omnigate.channels.postmark.PostmarkChannel;
import io.omnigate.core.error.Failure;
import io.omnigate.core.ticket.Priority;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A secret that is not set lets nobody in, whatever proves to be equal to nothing. */
class UnsetSecretsTest {
  private static final ChannelSettings SETTINGS =
      new ChannelSettings("relay", "relay", "support", Priority.NORMAL);

  private final TestServer server = TestServer.with(Map.of());

  @AfterEach
  void close() {
    server.close();
  }

  private static ChannelRequest request(String authorization, String type, String body) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap().add("Content-Type", type);
    if (!authorization.isEmpty()) {
      headers.add("Authorization", authorization);
    }
    return new ChannelRequest(
        HttpMethod.POST,
        headers,
        MultiMap.caseInsensitiveMultiMap(),
        Buffer.buffer(body),
        "127.0.0.1",
        Instant.now());
  }

  private static void assertShut(Channel channel, ChannelRequest request) {
    Failure failure = assertThrows(Failure.class, () -> channel.verify(request));
    assertEquals(Failure.Kind.UNAUTHENTICATED, failure.kind());
  }

  private static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void anEmailChannelWithoutATokenIsShut() {
    Channel channel = new EmailChannel(SETTINGS, server.context(), "", FileLimits.ofAnySort(25));
    for (String given : List.of("Bearer ", "Bearer  ", "Bearer x", basic("relay:"), basic(":"))) {
      assertShut(channel, request(given, "message/rfc822", "From: a@b.example\n\nx"));
    }
  }

  @Test
  void aPostmarkChannelWithoutAPasswordIsShut() {
    Channel channel =
        new PostmarkChannel(
            SETTINGS, server.context(), new BasicCredentials("pm", ""), FileLimits.ofAnySort(25));
    for (String given : List.of(basic("pm:"), basic("pm:x"), basic(":"), "Basic ")) {
      assertShut(channel, request(given, "application/json", "{}"));
    }
  }

  @Test
  void aMailgunChannelWithoutAKeyIsShut() {
    Channel channel =
        new MailgunChannel(
            SETTINGS, server.context(), "", Duration.ofMinutes(2), FileLimits.ofAnySort(25));
    String now = Long.toString(Instant.now().getEpochSecond());
    // HMAC pads its key with zeros, so that this is the one under an empty key (RFC 2104)
    byte[] mac = Digests.hmacSha256("\0", (now + "t").getBytes(StandardCharsets.UTF_8));
    String form = "timestamp=" + now + "&token=t&signature=" + HexFormat.of().formatHex(mac);
    assertShut(channel, request("", "application/x-www-form-urlencoded", form));
  }

  @Test
  void whatIsLoggedOfCredentialsIsNotTheirPassword() {
    assertEquals("BasicCredentials[user=pm]", new BasicCredentials("pm", "secret").toString());
  }
}
