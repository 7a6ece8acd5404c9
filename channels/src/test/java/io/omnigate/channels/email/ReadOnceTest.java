package io.omnigate.channels.email;

import static io.omnigate.channels.TestServer.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.omnigate.channels.Channel;
import io.omnigate.channels.ChannelRequest;
import io.omnigate.channels.Digests;
import io.omnigate.channels.ReadOnce;
import io.omnigate.channels.TestServer;
import io.omnigate.channels.kinds.ChannelKinds;
import io.omnigate.core.config.Section;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A relay's body is taken apart by the first step, and the others go on from there. */
class ReadOnceTest {
  private static final String TOPIC = "arn:aws:sns:eu-west-1:123456789012:mail";

  private final TestServer server = TestServer.with(Map.of());

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void whatWasMadeIsKeptUntilTheLastStepHasIt() {
    ReadOnce once = new ReadOnce();
    Object made = once.of(Object.class, Object::new);
    assertSame(made, once.of(Object.class, Object::new));
    assertSame(made, once.last(Object.class, Object::new));
    assertNotSame(made, once.of(Object.class, Object::new));
  }

  @Test
  void mailgunsFormIsReadOnce() {
    String now = Long.toString(Instant.now().getEpochSecond());
    byte[] mac = Digests.hmacSha256("key", (now + "t").getBytes(StandardCharsets.UTF_8));
    String form =
        "timestamp="
            + now
            + "&token=t&signature="
            + HexFormat.of().formatHex(mac)
            + "&from=ann@example.com&subject=Read+once&body-plain=x";
    Map<String, Object> settings = Map.of("kind", "mailgun", "signingKey", "key");
    assertReadOnce(settings, "application/x-www-form-urlencoded", form);
  }

  @Test
  void amazonsNotificationIsReadOnce() {
    String mail = "From: ann@example.com\r\nSubject: Read once\r\n\r\nx";
    JsonObject message =
        new JsonObject()
            .put("notificationType", "Received")
            .put(
                "receipt",
                new JsonObject().put("action", new JsonObject().put("encoding", "UTF-8")))
            .put("mail", new JsonObject().put("destination", List.of("s@example.com")))
            .put("content", mail);
    JsonObject notification =
        new JsonObject()
            .put("Type", "Notification")
            .put("TopicArn", TOPIC)
            .put("Message", message.encode());
    assertReadOnce(
        Map.of("kind", "ses", "topics", List.of(TOPIC)), "text/plain", notification.encode());
  }

  /** After the first step the bytes are spoilt: whoever read them again would find nothing. */
  private void assertReadOnce(Map<String, Object> settings, String type, String body) {
    Section section = Section.root(Map.of("relay", settings)).section("relay");
    Channel channel = ChannelKinds.create("relay", section, server.context()).orElseThrow();
    Buffer bytes = Buffer.buffer(body);
    ChannelRequest request =
        new ChannelRequest(
            HttpMethod.POST,
            MultiMap.caseInsensitiveMultiMap().add("Content-Type", type),
            MultiMap.caseInsensitiveMultiMap(),
            bytes,
            "127.0.0.1",
            Instant.now());
    channel.verify(request);
    bytes.setBytes(0, new byte[bytes.length()]);
    assertEquals(
        "Read once", await(channel.parse(request)).messages().getFirst().content().subject());
  }
}
