package io.omnigate.channels.kinds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.channels.Channel;
import io.omnigate.channels.TestServer;
import io.omnigate.core.config.Section;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelKindsTest {
  private final TestServer server = TestServer.with(Map.of());

  @AfterEach
  void close() {
    server.close();
  }

  private List<String> mistakes(String id, Map<String, Object> settings) {
    Section root = Section.root(Map.of("channels", Map.of(id, settings)));
    Optional<Channel> channel =
        ChannelKinds.create(id, root.section("channels").section(id), server.context());
    assertEquals(root.mistakes().isEmpty(), channel.isPresent());
    return root.mistakes();
  }

  @Test
  void everySettingOfTheContractIsKnown() {
    Map<String, Object> meta =
        Map.of(
            "appSecret",
            "s",
            "verifyToken",
            "v",
            "pageToken",
            "p",
            "apiUrl",
            "https://api.example");
    assertEquals(List.of(), mistakes("a", with(meta, "messenger")));
    assertEquals(List.of(), mistakes("a", with(meta, "instagram")));
    assertEquals(
        List.of(),
        mistakes(
            "a",
            Map.of(
                "kind",
                "whatsapp",
                "appSecret",
                "s",
                "verifyToken",
                "v",
                "accessToken",
                "t",
                "apiUrl",
                "http://127.0.0.1:9",
                "department",
                "sales",
                "priority",
                "high")));
    assertEquals(
        List.of(),
        mistakes(
            "a",
            Map.of(
                "kind",
                "telegram",
                "secretToken",
                "s",
                "botToken",
                "b",
                "apiUrl",
                "https://api.example")));
    assertEquals(
        List.of(),
        mistakes(
            "a",
            Map.of(
                "kind",
                "line",
                "channelSecret",
                "s",
                "channelToken",
                "t",
                "apiUrl",
                "https://api.example")));
    assertEquals(
        List.of(),
        mistakes("a", Map.of("kind", "viber", "authToken", "t", "apiUrl", "https://api.example")));
    assertEquals(
        List.of(),
        mistakes(
            "a",
            Map.of(
                "kind",
                "x",
                "consumerSecret",
                "s",
                "accessToken",
                "t",
                "apiUrl",
                "https://api.example")));
    assertEquals(
        List.of(),
        mistakes(
            "a",
            Map.of(
                "kind",
                "slack",
                "signingSecret",
                "s",
                "botToken",
                "t",
                "apiUrl",
                "https://api.example")));
    assertEquals(
        List.of(),
        mistakes("a", Map.of("kind", "webhook", "secret", "s", "fields", Map.of("text", "/t"))));
    assertEquals(List.of(), mistakes("a", Map.of("kind", "email", "token", "t")));
    assertEquals(List.of(), mistakes("a", Map.of("kind", "mailgun", "signingKey", "k")));
    assertEquals(
        List.of(), mistakes("a", Map.of("kind", "sendgrid", "user", "u", "password", "p")));
    assertEquals(
        List.of(), mistakes("a", Map.of("kind", "postmark", "user", "u", "password", "p")));
    String topic = "arn:aws:sns:eu-west-1:123456789012:mail";
    assertEquals(List.of(), mistakes("a", Map.of("kind", "ses", "topics", List.of(topic))));
    assertEquals(List.of(), mistakes("a", Map.of("kind", "chat", "origins", List.of("*"))));
    assertEquals(List.of(), mistakes("a", Map.of("kind", "form", "origins", List.of("*"))));
  }

  private static Map<String, Object> with(Map<String, Object> settings, String kind) {
    Map<String, Object> all = new java.util.HashMap<>(settings);
    all.put("kind", kind);
    return all;
  }

  @Test
  void whatARelayCannotWorkWithIsAMistake() {
    assertEquals(
        List.of("channels.a.topics has to list at least one topic's ARN"),
        mistakes("a", Map.of("kind", "ses")));
    assertEquals(
        List.of(
            "channels.a.topics has to list ARNs like arn:aws:sns:eu-west-1:123456789012:mail",
            "channels.a.apiUrl has to be like https://sns.eu-west-1.amazonaws.com"),
        mistakes("a", Map.of("kind", "ses", "topics", List.of("mail"), "apiUrl", "sns/")));
    assertEquals(
        List.of("channels.a.publicKey has to be the Base64 of an elliptic-curve public key"),
        mistakes(
            "a",
            Map.of("kind", "sendgrid", "user", "u", "password", "p", "publicKey", "nonsense")));
    assertEquals(
        List.of("channels.a.maxAgeSeconds has to be a whole number from 1 to 86400"),
        mistakes("a", Map.of("kind", "mailgun", "signingKey", "k", "maxAgeSeconds", 0)));
  }

  @Test
  void anUnknownKindIsToldTheKnownOnes() {
    String mistake = mistakes("a", Map.of("kind", "fax")).getFirst();
    assertTrue(mistake.startsWith("channels.a.kind has to be one of email, chat, form"), mistake);
    assertEquals(List.of("channels.a.kind is missing"), mistakes("a", Map.of()));
  }

  @Test
  void allMistakesOfAChannelAreFoundTogether() {
    List<String> mistakes =
        mistakes(
            "a b",
            Map.of("kind", "telegram", "department", "board", "priority", "top", "tokn", "x"));
    assertEquals(
        List.of(
            "channels.a b may be named by 1 to 40 letters, digits, _ and - only",
            "channels.a b.department names the department board, which is not set up",
            "channels.a b.priority has to be one of urgent, high, normal, low",
            "channels.a b.secretToken is missing",
            "channels.a b.tokn is not a known setting"),
        mistakes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"u", "api.example", "ftp://api.example", "https://", "https://a b"})
  void anApiUrlThatIsNoAddressIsAMistake(String url) {
    assertEquals(
        List.of("channels.a.apiUrl has to be an address like https://api.line.me"),
        mistakes("a", Map.of("kind", "line", "channelSecret", "s", "apiUrl", url)));
  }

  @Test
  void aSecretThatIsEmptyIsMissing() {
    assertEquals(
        List.of("channels.a.token is missing"),
        mistakes("a", Map.of("kind", "email", "token", "")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost:18499",
        "https://shop.example/path",
        "https://*.shop.example",
        "https://shop example",
        "https://bücher.example",
        "shop.example",
        "null",
        ""
      })
  void whatNoBrowserSendsAsItsOriginIsAMistake(String origin) {
    for (String kind : List.of("chat", "form")) {
      List<String> mistakes =
          mistakes("a", Map.of("kind", kind, "origins", List.of("https://shop.example", origin)));
      assertEquals(1, mistakes.size(), mistakes.toString());
      String told = "channels.a.origins has \"" + origin + "\"; each has to be like https://shop";
      assertTrue(mistakes.getFirst().startsWith(told), mistakes.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://shop.example/",
        "http://127.0.0.1:8080",
        "http://[::1]:8080",
        "capacitor://localhost"
      })
  void whateverABrowserSendsAsItsOriginMayBeAllowed(String origin) {
    assertEquals(List.of(), mistakes("a", Map.of("kind", "chat", "origins", List.of(origin))));
  }
}
