package io.omnigate.channels.ses;

import static io.omnigate.channels.TestServer.await;
import static io.omnigate.channels.TestServer.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.channels.TestServer;
import io.omnigate.channels.email.Mails;
import io.omnigate.core.intake.InboundMessage;
import io.omnigate.core.intake.InboundMessage.Mark;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SesChannelTest {
  private static final String TOPIC = "arn:aws:sns:eu-west-1:123456789012:mail";
  private static final String HOST = "https://sns.eu-west-1.amazonaws.com/";

  @TempDir private Path folder;
  private SnsStandIn sns;
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    sns = SnsStandIn.start(folder);
    server =
        TestServer.with(
            Map.of("ses", Map.of("kind", "ses", "topics", List.of(TOPIC), "apiUrl", sns.url())));
  }

  @AfterEach
  void close() {
    server.close();
    sns.close();
  }

  private static JsonObject notification(JsonObject message) {
    return new JsonObject()
        .put("Type", "Notification")
        .put("MessageId", "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324")
        .put("TopicArn", TOPIC)
        .put("Subject", "Amazon SES Email Receipt Notification")
        .put("Message", message.encode())
        .put("Timestamp", "2026-11-06T08:15:00.000Z")
        .put("SigningCertURL", HOST + SnsStandIn.CERTIFICATE)
        .put("UnsubscribeURL", HOST + "?Action=Unsubscribe");
  }

  private static JsonObject subscription() {
    return new JsonObject()
        .put("Type", "SubscriptionConfirmation")
        .put("MessageId", "165545c9-2a5c-472c-8df2-7ff2be2b3b1b")
        .put("Token", "2336412f37f/b687")
        .put("TopicArn", TOPIC)
        .put("Message", "You have chosen to subscribe to the topic")
        .put("SubscribeURL", "http://169.254.169.254/latest/meta-data")
        .put("Timestamp", "2026-11-06T08:15:00.000Z")
        .put("SigningCertURL", HOST + SnsStandIn.CERTIFICATE);
  }

  private static JsonObject received(byte[] mail) {
    return new JsonObject()
        .put("notificationType", "Received")
        .put(
            "mail",
            new JsonObject()
                .put("source", "ann@example.com")
                .put(
                    "headers",
                    new JsonArray()
                        .add(new JsonObject().put("name", "From").put("value", "ann@example.com"))
                        .add(new JsonObject().put("name", "Subject").put("value", "Parcel"))))
        .put(
            "receipt",
            new JsonObject()
                .put("recipients", new JsonArray().add("support@ses.example.com"))
                .put("action", new JsonObject().put("type", "SNS").put("encoding", "BASE64")))
        .put("content", Base64.getEncoder().encodeToString(mail));
  }

  private HttpResponse<Buffer> send(JsonObject body) {
    return await(
        server
            .post("ses")
            .putHeader("Content-Type", "text/plain; charset=UTF-8")
            .sendBuffer(body.toBuffer()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "2"})
  void aReceivedMailIsTakenApartLikeAnyOther(String version) throws Exception {
    JsonObject body = sns.signed(notification(received(Mails.fixture("raw-8bit.eml"))), version);
    HttpResponse<Buffer> response = send(body);

    assertEquals(200, response.statusCode(), response.bodyAsString());
    InboundMessage kept = server.intake.only();
    assertEquals("schöne Grüße", kept.content().text());
    assertEquals("ses", kept.origin().kind());
    assertEquals("support@ses.example.com", kept.content().facts().get("envelopeTo"));
    assertTrue(json(send(body)).getBoolean("duplicate"));
    assertEquals(List.of("/" + SnsStandIn.CERTIFICATE), sns.asked, "the certificate is kept");
  }

  @Test
  void aMailMayComeAsText() throws Exception {
    JsonObject message = received(new byte[0]);
    message.getJsonObject("receipt").getJsonObject("action").put("encoding", "UTF-8");
    message.put("content", "From: a@example.com\r\nSubject: s\r\n\r\nΓειά");
    JsonObject notification = notification(message);
    notification.remove("Subject");
    send(sns.signed(notification, "2"));
    assertEquals("Γειά", server.intake.only().content().text());
  }

  @Test
  void aMailWhoseContentLiesElsewhereIsShownAsOneThatIsMissing() throws Exception {
    JsonObject message = received(new byte[0]);
    message.remove("content");
    assertEquals(200, send(sns.signed(notification(message), "2")).statusCode());

    InboundMessage kept = server.intake.only();
    assertEquals("Parcel", kept.content().subject());
    assertEquals("ann@example.com", kept.sender().email());
    assertEquals(Set.of(Mark.UNPARSED), kept.handling().marks());
    assertTrue(kept.content().text().contains("without its content"), kept.content().text());
    assertEquals(List.of("/" + SnsStandIn.CERTIFICATE), sns.asked, "nothing else is fetched");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"notificationType\":\"Bounce\"}", "{\"notificationType\":\"Complaint\"}", "{}"})
  void whatIsNoReceivedMailIsIgnoredAndCounted(String message) throws Exception {
    assertEquals(200, send(sns.signed(notification(new JsonObject(message)), "2")).statusCode());
    JsonObject sentence = notification(new JsonObject()).put("Message", "Successfully validated");
    assertEquals(200, send(sns.signed(sentence, "2")).statusCode());
    assertEquals(2, server.ignored("ses", "not-a-mail"));
    assertEquals(List.of(), server.intake.messages());
  }

  @Test
  void aListedTopicIsSubscribedToOnItsOwnHostAndNowhereElse() throws Exception {
    assertEquals(200, send(sns.signed(subscription(), "1")).statusCode());

    assertEquals(
        List.of(
            "/" + SnsStandIn.CERTIFICATE,
            "/?Action=ConfirmSubscription"
                + "&TopicArn=arn%3Aaws%3Asns%3Aeu-west-1%3A123456789012%3Amail"
                + "&Token=2336412f37f%2Fb687"),
        sns.asked);
    assertEquals(1, server.ignored("ses", "subscription-confirmed"));
  }

  @Test
  void aSubscriptionThatCannotBeConfirmedNowIsTriedAgain() throws Exception {
    send(sns.signed(notification(received(Mails.fixture("plain.eml"))), "2"));
    sns.answerWith(500);
    assertEquals(503, send(sns.signed(subscription(), "2")).statusCode());
  }

  @Test
  void withoutItsCertificateNothingIsTakenAndEverythingTriedAgain() throws Exception {
    sns.answerWith(404);
    JsonObject body = sns.signed(notification(received(Mails.fixture("plain.eml"))), "2");
    assertEquals(503, send(body).statusCode());
    sns.close();
    assertEquals(503, send(body).statusCode());
    assertEquals(List.of(), server.intake.messages());
  }

  @Test
  void theEndOfASubscriptionIsCounted() throws Exception {
    JsonObject end = subscription().put("Type", "UnsubscribeConfirmation");
    assertEquals(200, send(sns.signed(end, "2")).statusCode());
    assertEquals(1, server.ignored("ses", "subscription-ended"));
    assertEquals(List.of("/" + SnsStandIn.CERTIFICATE), sns.asked);
  }

  @Test
  void whatSnsDidNotSignIsRefusedAndLeavesNothing() throws Exception {
    JsonObject good = sns.signed(notification(received(Mails.fixture("plain.eml"))), "2");
    List<UnaryOperator<JsonObject>> cases =
        List.of(
            body -> without(body, "Signature"),
            body -> body.put("Signature", ""),
            body -> body.put("Signature", "!!!"),
            body -> body.put("Signature", body.getString("Signature").substring(4)),
            body -> body.put("SignatureVersion", "1"),
            body -> body.put("SignatureVersion", "3"),
            body -> without(body, "SignatureVersion"),
            body -> body.put("Message", body.getString("Message") + " "),
            body -> body.put("MessageId", "another"),
            body -> body.put("Subject", "another"),
            body -> without(body, "Subject"),
            body -> body.put("Timestamp", "2026-11-06T08:15:00.001Z"),
            body -> body.put("Type", "SubscriptionConfirmation"),
            body -> body.put("Type", "Other"),
            body -> without(body, "Type"),
            body -> without(body, "TopicArn"),
            body -> body.put("TopicArn", TOPIC + "2"),
            body -> without(body, "Message"));
    for (UnaryOperator<JsonObject> change : cases) {
      HttpResponse<Buffer> response = send(change.apply(good.copy()));
      assertEquals(401, response.statusCode(), response.bodyAsString());
      assertEquals("not-authentic", json(response).getString("code"));
    }
    for (String body : List.of("", "{", "[]", "\"x\"", "{}")) {
      assertEquals(
          401, await(server.post("ses").sendBuffer(Buffer.buffer(body))).statusCode(), body);
    }
    assertEquals(List.of(), server.intake.messages());
    assertEquals(cases.size() + 5, server.counted("ses", "rejected", "not-authentic"));
  }

  @Test
  void noOtherUrlIsEverAsked() throws Exception {
    String good = HOST + SnsStandIn.CERTIFICATE;
    String host = HOST.substring(0, HOST.length() - 1);
    for (String url :
        List.of(
            good.replace("https:", "http:"),
            host + ".evil.example/" + SnsStandIn.CERTIFICATE,
            host + "@evil.example/" + SnsStandIn.CERTIFICATE,
            host + ":444/" + SnsStandIn.CERTIFICATE,
            good.replace("eu-west-1", "us-east-1"),
            "https://evil.example/" + SnsStandIn.CERTIFICATE,
            HOST + "../" + SnsStandIn.CERTIFICATE,
            HOST + "x.pem",
            good + "?a=b",
            HOST + "?Action=GetTopicAttributes",
            "")) {
      JsonObject body = notification(received(Mails.fixture("plain.eml")));
      assertEquals(401, send(sns.signed(body.put("SigningCertURL", url), "2")).statusCode(), url);
    }
    assertEquals(List.of(), sns.asked);
    assertEquals(List.of(), server.intake.messages());
  }

  @Test
  void strangersCannotMakeUsAskWithoutEnd() throws Exception {
    JsonObject body = sns.signed(notification(new JsonObject()), "2");
    sns.answerWith(404);
    for (int i = 0; i < 60; i++) {
      String name = "SimpleNotificationService-%032x.pem".formatted(i);
      assertEquals(503, send(body.copy().put("SigningCertURL", HOST + name)).statusCode());
    }
    assertTrue(sns.asked.size() <= 32, sns.asked.size() + " were asked for");
  }

  private static JsonObject without(JsonObject body, String member) {
    body.remove(member);
    return body;
  }
}
