package io.omnigate.gateway.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.channels.ses.SnsStandIn;
import io.omnigate.core.TestPostgres;
import io.omnigate.core.TestSql;
import io.omnigate.gateway.TestGateway;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mail relays against two whole gateways on one database. */
class RelaysTest {
  private static final String TOPIC = "arn:aws:sns:eu-west-1:123456789012:mail";

  @TempDir private static Path folder;
  private static String database = "";
  private static SnsStandIn sns;
  private static TestGateway first;
  private static TestGateway second;
  private static Outside one;
  private static Outside two;

  @BeforeAll
  static void start() throws Exception {
    database = TestPostgres.freshDatabase();
    sns = SnsStandIn.start(folder);
    String config =
        Outside.config(database)
            .replace("{ kind: ses,", "{ kind: ses, apiUrl: \"" + sns.url() + "\",");
    first = TestGateway.start(Files.createDirectory(folder.resolve("one")), config);
    second = TestGateway.start(Files.createDirectory(folder.resolve("two")), config);
    one = new Outside(first.url());
    two = new Outside(second.url());
  }

  @AfterAll
  static void stop() {
    first.close();
    second.close();
    sns.close();
  }

  private static byte[] mail(String id, String text) {
    return Outside.bytes(
        "From: ann@example.com\r\nSubject: s\r\nMessage-ID: <"
            + id
            + "@example.com>\r\n\r\n"
            + text
            + "\r\n");
  }

  private static String inbound(String channel) {
    return TestSql.ask(database, "SELECT count(*) FROM inbound WHERE channel = '" + channel + "'");
  }

  @Test
  void aTokenOfMailgunsIsGoodForOneMailOnBothGateways() throws Exception {
    HttpResponse<String> stored = one.mailgun(mail("mg", "hello"), "once");
    assertEquals(200, stored.statusCode(), stored.body());

    assertEquals(401, two.mailgun(mail("forged", "pay this"), "once").statusCode());
    assertEquals(401, one.mailgun(mail("forged", "pay this"), "once").statusCode());
    HttpResponse<String> again = two.mailgun(mail("mg", "hello"), "once");
    assertEquals(200, again.statusCode());
    assertTrue(Outside.json(again).getBoolean("duplicate"));
    assertEquals(Outside.json(stored).getString("ticket"), Outside.json(again).getString("ticket"));
    assertEquals("1", inbound("mailgun"));
  }

  @Test
  void aMailOfAnSnsTopicIsTakenAndAnAlteredOneIsNot() throws Exception {
    JsonObject message =
        new JsonObject()
            .put("notificationType", "Received")
            .put("mail", new JsonObject().put("source", "ann@example.com"))
            .put(
                "receipt",
                new JsonObject()
                    .put("recipients", new JsonArray().add("support@ses.example.com"))
                    .put("action", new JsonObject().put("encoding", "BASE64")))
            .put("content", Base64.getEncoder().encodeToString(mail("ses", "hello")));
    JsonObject signed =
        sns.signed(
            new JsonObject()
                .put("Type", "Notification")
                .put("MessageId", "1")
                .put("TopicArn", TOPIC)
                .put("Message", message.encode())
                .put("Timestamp", "2026-11-06T08:15:00.000Z")
                .put(
                    "SigningCertURL",
                    "https://sns.eu-west-1.amazonaws.com/" + SnsStandIn.CERTIFICATE),
            "2");
    Map<String, String> headers = Map.of("Content-Type", "text/plain; charset=UTF-8");

    JsonObject altered = signed.copy().put("MessageId", "2");
    assertEquals(401, one.post("/in/ses", Outside.bytes(altered.encode()), headers).statusCode());
    assertEquals("0", inbound("ses"));
    HttpResponse<String> stored = one.post("/in/ses", Outside.bytes(signed.encode()), headers);
    assertEquals(200, stored.statusCode(), stored.body());
    assertEquals(
        "hello",
        one.thread(Outside.json(stored).getString("ticket")).getJsonObject(0).getString("text"));
    assertEquals("1", inbound("ses"));
  }

  @Test
  void mailsOfAllRelaysFlowTogetherInTheQueue() throws Exception {
    JsonObject document =
        new JsonObject()
            .put("From", "pam@example.com")
            .put("OriginalRecipient", "support@pm.example.com")
            .put("MessageID", "pm")
            .put("Subject", "Postmark")
            .put("TextBody", "hello");
    List<HttpResponse<String>> answers =
        List.of(one.sendgrid(mail("sg", "hello")), two.postmark(document));
    for (HttpResponse<String> answer : answers) {
      assertEquals(200, answer.statusCode(), answer.body());
      JsonObject ticket = two.get("/api/tickets/" + Outside.json(answer).getString("ticket"));
      assertEquals("new", ticket.getString("status"));
    }
    JsonObject pam = two.get("/api/tickets/" + Outside.json(answers.get(1)).getString("ticket"));
    assertEquals("pam@example.com", pam.getJsonObject("contact").getString("email"));
    assertEquals("postmark", pam.getString("kind"));
    Histories.assertLegal(database);
  }
}
