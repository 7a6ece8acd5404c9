package io.omnigate.channels.webhook;

import static io.omnigate.channels.TestServer.await;
import static io.omnigate.channels.TestServer.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.channels.BodySignature;
import io.omnigate.channels.BodySignature.Encoding;
import io.omnigate.channels.Digests.Hmac;
import io.omnigate.channels.TestServer;
import io.omnigate.channels.kinds.ChannelKinds;
import io.omnigate.core.config.Section;
import io.omnigate.core.contact.Identity;
import io.omnigate.core.intake.InboundMessage;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MappedWebhookTest {
  private static final Map<String, Object> FIELDS =
      Map.of(
          "id", "/event/id",
          "text", "/event/items/0/body",
          "subject", "/event/title",
          "sender", "/customer/id",
          "name", "/customer/name",
          "email", "/customer/e~1mail",
          "phone", "/customer/phone",
          "conversation", "/order",
          "page", "/page");
  private static final String BODY =
      """
      {"event":{"id":4711,"title":"Parcel\\n lost","items":[{"body":"Where is it?"}]},\
      "customer":{"id":"c9","name":"Ann","e/mail":"Ann@Example.com","phone":"+30 210 1234567"},\
      "order":"o-1","page":"https://shop.example/o-1"}""";

  private static Map<String, Object> channel(Hmac algorithm, Encoding encoding) {
    return Map.of(
        "kind",
        "webhook",
        "secret",
        "shh",
        "signature",
        Map.of(
            "header",
            "X-Shop",
            "algorithm",
            algorithm.wire(),
            "encoding",
            encoding.wire(),
            "prefix",
            "v="),
        "fields",
        FIELDS);
  }

  private final TestServer server =
      TestServer.with(
          Map.of(
              "shop", channel(Hmac.SHA256, Encoding.HEX),
              "sha1", channel(Hmac.SHA1, Encoding.BASE64),
              "sha512", channel(Hmac.SHA512, Encoding.BASE64)));

  @AfterEach
  void close() {
    server.close();
  }

  private HttpResponse<Buffer> send(
      String channel, Hmac algorithm, Encoding encoding, String text) {
    Buffer body = Buffer.buffer(text);
    BodySignature signature = new BodySignature("X-Shop", algorithm, encoding, "v=");
    return await(
        server.post(channel).putHeader("X-Shop", signature.sign("shh", body)).sendBuffer(body));
  }

  private HttpResponse<Buffer> send(String text) {
    return send("shop", Hmac.SHA256, Encoding.HEX, text);
  }

  @Test
  void everyMappedFieldFindsItsPlace() {
    HttpResponse<Buffer> response = send(BODY);

    assertEquals(200, response.statusCode());
    InboundMessage kept = server.intake.only();
    assertEquals("4711", kept.origin().key());
    assertEquals("Where is it?", kept.content().text());
    assertEquals("Parcel lost", kept.content().subject());
    assertEquals("Ann", kept.sender().name());
    assertEquals("Ann@Example.com", kept.sender().email());
    assertEquals(List.of("thread:o-1"), kept.threading().claims());
    assertEquals("https://shop.example/o-1", kept.content().facts().get("page"));
    assertEquals(
        List.of(
            new Identity(Identity.Kind.CHANNEL, "shop:c9", true),
            new Identity(Identity.Kind.EMAIL, "Ann@example.com", false),
            new Identity(Identity.Kind.PHONE, "+302101234567", false)),
        kept.sender().identities());
  }

  @ParameterizedTest
  @EnumSource(
      value = Hmac.class,
      names = {"SHA1", "SHA512"})
  void otherAlgorithmsAndEncodingsAreTakenWhereTheyAreSet(Hmac algorithm) {
    assertEquals(200, send(algorithm.wire(), algorithm, Encoding.BASE64, BODY).statusCode());
    assertEquals(401, send(algorithm.wire(), Hmac.SHA256, Encoding.BASE64, BODY).statusCode());
    assertEquals(401, send("shop", algorithm, Encoding.HEX, BODY).statusCode());
    server.intake.only();
  }

  @Test
  void withoutAnIdTheWholeBodyTellsMessagesApart() {
    String bare = BODY.replace("\"id\":4711,", "");
    send(bare);
    assertTrue(json(send(bare)).getBoolean("duplicate"));
    send(bare.replace("Where", "where"));
    assertEquals(2, server.intake.messages().size());
  }

  @Test
  void whatBelongsToNobodyIsAConversationOfItsOwn() {
    send("{\"event\":{\"id\":\"a\",\"items\":[{\"body\":\"hi\"}]}}");
    send("{\"event\":{\"id\":\"b\",\"items\":[{\"body\":\"hi\"}]}}");
    List<InboundMessage> kept = server.intake.messages();
    assertTrue(!kept.get(0).threading().claims().equals(kept.get(1).threading().claims()));
    assertEquals(List.of(), kept.get(0).sender().identities());
  }

  @Test
  void anAddressThatIsNoneIsShownAndRecognisesNobody() {
    send(BODY.replace("Ann@Example.com", "ann at example"));
    InboundMessage kept = server.intake.only();
    assertEquals("ann at example", kept.sender().email());
    assertTrue(kept.sender().identities().stream().noneMatch(i -> i.kind() == Identity.Kind.EMAIL));
  }

  @Test
  void aBodyWithoutTextIsCountedAndMakesNothing() {
    for (String body :
        List.of(
            "{}",
            BODY.replace("\"Where is it?\"", "{\"a\":1}"),
            BODY.replace("Where is it?", " "))) {
      assertEquals(200, send(body).statusCode());
    }
    assertEquals(List.of(), server.intake.messages());
    assertEquals(3, server.ignored("shop", "no-text"));
  }

  @Test
  void everyMistakeOfTheMapIsToldTogether() {
    Section root =
        Section.root(
            Map.of(
                "channels",
                Map.of(
                    "a",
                    Map.of(
                        "kind",
                        "webhook",
                        "signature",
                        Map.of("header", "X Y", "algorithm", "md5", "encoding", "rot13"),
                        "fields",
                        Map.of("id", "no/slash", "txt", "/t")))));
    ChannelKinds.create("a", root.section("channels").section("a"), server.context());
    assertEquals(
        List.of(
            "channels.a.secret is missing",
            "channels.a.signature.header has to be the name of a header: letters, digits and -",
            "channels.a.signature.algorithm has to be one of sha1, sha256, sha512",
            "channels.a.signature.encoding has to be one of hex, base64",
            "channels.a.fields.id has to be a JSON pointer (RFC 6901) such as /customer/email",
            "channels.a.fields.text is missing",
            "channels.a.fields.txt is not a known setting"),
        root.mistakes());
  }
}
