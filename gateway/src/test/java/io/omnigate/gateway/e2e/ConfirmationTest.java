package io.omnigate.gateway.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.core.SmtpPeer;
import io.omnigate.core.SmtpPeer.Received;
import io.omnigate.core.TestPostgres;
import io.omnigate.core.TestSql;
import io.omnigate.gateway.TestGateway;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A form that asks whether an address is right, from outside: over HTTP, and by real mail. */
class ConfirmationTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final Pattern LINK = Pattern.compile("(http://\\S+)/confirm/(\\S+)\\?lang=(\\w+)");

  /** What the stranger typed; none of it may come back out. */
  private static final List<String> TYPED =
      List.of("Kim Stranger", "Buy pills", "evil.example/pills");

  @TempDir private Path folder;

  private final String database = TestPostgres.freshDatabase();
  private final SmtpPeer peer = new SmtpPeer();

  @AfterEach
  void close() {
    peer.close();
  }

  @Test
  void nothingButAQuestionReachesATypedAddressUntilItsOwnerSaysSoByHand() throws Exception {
    try (TestGateway gateway = TestGateway.start(folder, config())) {
      Outside outside = new Outside(gateway.url());
      String ticket = post(outside, "kim@example.com");

      Received question = mails(1).getFirst();
      String text = question.content().replace("=\r\n", "").replace("=3D", "=");
      TYPED.forEach(typed -> assertFalse(text.contains(typed), text));
      assertEquals(List.of("kim@example.com"), question.to());
      assertEquals("", question.from());
      assertEquals("auto-generated", question.header("Auto-Submitted"));
      assertEquals("nl", question.header("Content-Language"));
      Matcher link = LINK.matcher(text);
      assertTrue(link.find(), text);
      assertEquals("nl", link.group(3));
      String path = "/confirm/" + link.group(2);

      for (String method : List.of("GET", "HEAD", "GET")) { // as mail servers do
        String page = send(gateway, method, path).body();
        assertEquals(method.equals("GET"), page.contains("<button"), page);
      }
      assertEquals("false", confirmed());

      List<Integer> clicks =
          Stream.of(1, 2, 3).parallel().map(n -> send(gateway, "POST", path).statusCode()).toList();
      assertEquals(List.of(200, 200, 200), clicks);
      Received told = mails(2).getLast();
      assertEquals("auto-replied", told.header("Auto-Submitted"));
      assertTrue(told.content().contains(ticket));
      TYPED.forEach(typed -> assertFalse(told.content().contains(typed)));
      JsonObject event = events(outside, ticket, "address-confirmed").getFirst();
      assertEquals("acknowledgement", event.getJsonObject("delivery").getString("purpose"));
      assertEquals("true", confirmed());

      post(outside, "other@example.com");
      assertEquals(
          List.of("kim@example.com", "kim@example.com", "other@example.com"),
          mails(3).stream().map(mail -> mail.to().getFirst()).toList());
    }
  }

  @Test
  void anAlteredLinkConfirmsNothingAndSaysSoInTheReadersLanguage() throws Exception {
    try (TestGateway gateway = TestGateway.start(folder, config())) {
      for (String method : List.of("GET", "POST")) {
        HttpResponse<String> answer =
            send(gateway, method, "/confirm/K7M2Q-9XD4T.01JD.zzz.AAAAAAAAAAAAAAAAAAAAAA?lang=lt");
        assertEquals(404, answer.statusCode());
        assertTrue(answer.body().contains("Ši nuoroda nebegalioja"), answer.body());
        String policy = answer.headers().firstValue("Content-Security-Policy").orElse("");
        assertTrue(policy.endsWith("frame-ancestors 'none'"), policy);
      }
    }
  }

  private String config() {
    return Outside.config(database)
            .replace(
                "form: { kind: form,", "form: { kind: form, acknowledge: true, verifyEmail: true,")
        + """
          mail:
            smtp: { host: 127.0.0.1, port: %d, startTls: disabled }
            from: "Support <support@example.com>"
            replyDomain: reply.example.com
          """
            .formatted(peer.port());
  }

  private static String post(Outside outside, String email) throws Exception {
    JsonObject form =
        new JsonObject()
            .put("email", email)
            .put("name", TYPED.get(0))
            .put("subject", TYPED.get(1))
            .put("message", "Go to http://" + TYPED.get(2));
    HttpResponse<String> answer =
        outside.post(
            "/in/form?lang=nl",
            Outside.bytes(form.encode()),
            Map.of("Content-Type", "application/json"));
    assertEquals(201, answer.statusCode(), answer.body());
    return Outside.json(answer).getString("ticket");
  }

  private static HttpResponse<String> send(TestGateway gateway, String method, String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(gateway.url() + path))
            .method(method, BodyPublishers.noBody())
            .build();
    return CLIENT.sendAsync(request, BodyHandlers.ofString()).join();
  }

  private static List<JsonObject> events(Outside outside, String ticket, String event)
      throws Exception {
    List<JsonObject> found =
        outside.thread(ticket).stream()
            .map(JsonObject.class::cast)
            .filter(entry -> event.equals(entry.getJsonObject("facts").getString("event")))
            .toList();
    assertEquals(1, found.size());
    return found;
  }

  private String confirmed() {
    return TestSql.ask(database, "SELECT verified::text FROM identity WHERE value LIKE 'kim@%'");
  }

  private List<Received> mails(int count) {
    TestGateway.await(count + " mails", () -> peer.received().size() >= count);
    return peer.received();
  }
}
