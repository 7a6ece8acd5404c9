package io.omnigate.gateway.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What producers and agents do to a gateway, over HTTP. */
record Outside(String url) {
  static final String TOKEN = "test-admin-token-0123456789";
  static final String MAIL_TOKEN = "test-mail-token-0123456789";
  static final String APP_SECRET = "test-app-secret-0123456789";
  static final String SIGNING_KEY = "test-signing-key-0123456789";
  static final String RELAY_PASSWORD = "test-relay-password-0123456789";
  static final String BOT_SECRET = "test_bot_secret_0123456789";
  static final String ORIGIN = "https://shop.example.com";

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  /** A configuration with every channel kind there is, on the given database. */
  static String config(String databaseUrl) {
    return """
        database: { url: "%s" }
        secret: "test-secret-0123456789abcdef"
        agents:
          - { email: admin@example.com, name: Admin, role: admin, token: "%s" }
          - { email: bob@example.com, name: Bob, role: agent, token: "%s-bob" }
        departments: { support: { name: Support } }
        channels:
          mail: { kind: email, token: "%s", department: support }
          chat: { kind: chat, origins: ["%s"], department: support }
          form: { kind: form, origins: ["*"], department: support }
          telegram: { kind: telegram, secretToken: "%s", department: support }
          messenger: { kind: messenger, appSecret: "%s", verifyToken: verify-me, department: support }
          instagram: { kind: instagram, appSecret: "%s", verifyToken: verify-me, department: support }
          whatsapp: { kind: whatsapp, appSecret: "%s", verifyToken: verify-me, department: support }
          mailgun: { kind: mailgun, signingKey: "%s", department: support }
          sendgrid: { kind: sendgrid, user: relay, password: "%s", department: support }
          postmark: { kind: postmark, user: relay, password: "%s", department: support }
          ses: { kind: ses, topics: ["arn:aws:sns:eu-west-1:123456789012:mail"], department: support }
          line: { kind: line, channelSecret: "%s", department: support }
          slack: { kind: slack, signingSecret: "%s", department: support }
          viber: { kind: viber, authToken: "%s", department: support }
          x: { kind: x, consumerSecret: "%s", department: support }
          shop:
            kind: webhook
            secret: "%s"
            signature: { header: X-Shop-Signature, prefix: "sha256=" }
            fields: { id: /event/id, text: /event/message, sender: /customer/id, conversation: /order/id }
        """
        .formatted(
            databaseUrl,
            TOKEN,
            TOKEN,
            MAIL_TOKEN,
            ORIGIN,
            BOT_SECRET,
            APP_SECRET,
            APP_SECRET,
            APP_SECRET,
            SIGNING_KEY,
            RELAY_PASSWORD,
            RELAY_PASSWORD,
            APP_SECRET,
            APP_SECRET,
            APP_SECRET,
            APP_SECRET,
            APP_SECRET);
  }

  /** Does what an agent does with a ticket, one after the other. */
  void act(String ticket, String... actions) throws IOException, InterruptedException {
    for (String action : actions) {
      JsonObject body = new JsonObject().put("action", action);
      HttpResponse<String> done =
          api("POST", "/api/tickets/" + ticket + "/transitions", body, TOKEN);
      assertEquals(200, done.statusCode(), done.body());
    }
  }

  HttpResponse<String> mail(byte[] raw) throws IOException, InterruptedException {
    return post(
        "/in/mail",
        raw,
        Map.of("Authorization", "Bearer " + MAIL_TOKEN, "Content-Type", "message/rfc822"));
  }

  /** A whole mail by Mailgun's form, proven by {@code token}. */
  HttpResponse<String> mailgun(byte[] raw, String token) throws IOException, InterruptedException {
    String timestamp = Long.toString(System.currentTimeMillis() / 1000);
    return form(
        "/in/mailgun",
        Map.of(
            "timestamp", bytes(timestamp),
            "token", bytes(token),
            "signature", bytes(hmac(SIGNING_KEY, bytes(timestamp + token))),
            "body-mime", raw),
        Map.of());
  }

  /** A whole mail by SendGrid's form. */
  HttpResponse<String> sendgrid(byte[] raw) throws IOException, InterruptedException {
    return form("/in/sendgrid", Map.of("email", raw), Map.of("Authorization", basic()));
  }

  /** A mail by Postmark's document. */
  HttpResponse<String> postmark(JsonObject document) throws IOException, InterruptedException {
    return post(
        "/in/postmark",
        bytes(document.encode()),
        Map.of("Content-Type", "application/json", "Authorization", basic()));
  }

  private HttpResponse<String> form(
      String path, Map<String, byte[]> fields, Map<String, String> headers)
      throws IOException, InterruptedException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    fields.forEach(
        (name, value) -> {
          body.writeBytes(
              bytes("--xYzZY\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n"));
          body.writeBytes(value);
          body.writeBytes(bytes("\r\n"));
        });
    body.writeBytes(bytes("--xYzZY--\r\n"));
    Map<String, String> all = new HashMap<>(headers);
    all.put("Content-Type", "multipart/form-data; boundary=xYzZY");
    return post(path, body.toByteArray(), all);
  }

  private static String basic() {
    return "Basic " + Base64.getEncoder().encodeToString(bytes("relay:" + RELAY_PASSWORD));
  }

  HttpResponse<String> chat(JsonObject line) throws IOException, InterruptedException {
    return post(
        "/in/chat",
        bytes(line.encode()),
        Map.of("Origin", ORIGIN, "Content-Type", "application/json"));
  }

  HttpResponse<String> form(JsonObject fields) throws IOException, InterruptedException {
    return post("/in/form", bytes(fields.encode()), Map.of("Content-Type", "application/json"));
  }

  HttpResponse<String> meta(String channel, byte[] raw) throws IOException, InterruptedException {
    return post(
        "/in/" + channel,
        raw,
        Map.of(
            "Content-Type",
            "application/json",
            "X-Hub-Signature-256",
            "sha256=" + hmac(APP_SECRET, raw)));
  }

  HttpResponse<String> line(byte[] raw) throws IOException, InterruptedException {
    String signature = Base64.getEncoder().encodeToString(digest(APP_SECRET, raw));
    return post(
        "/in/line", raw, Map.of("Content-Type", "application/json", "X-Line-Signature", signature));
  }

  HttpResponse<String> shop(byte[] raw) throws IOException, InterruptedException {
    return post("/in/shop", raw, Map.of("X-Shop-Signature", "sha256=" + hmac(APP_SECRET, raw)));
  }

  HttpResponse<String> slack(String body) throws IOException, InterruptedException {
    String now = Long.toString(Instant.now().getEpochSecond());
    String signature =
        HexFormat.of().formatHex(digest(APP_SECRET, bytes("v0:" + now + ':' + body)));
    return post(
        "/in/slack",
        bytes(body),
        Map.of("X-Slack-Request-Timestamp", now, "X-Slack-Signature", "v0=" + signature));
  }

  HttpResponse<String> telegram(JsonObject update) throws IOException, InterruptedException {
    return post(
        "/in/telegram",
        bytes(update.encode()),
        Map.of("Content-Type", "application/json", "X-Telegram-Bot-Api-Secret-Token", BOT_SECRET));
  }

  HttpResponse<String> post(String path, byte[] body, Map<String, String> headers)
      throws IOException, InterruptedException {
    return send("POST", path, body, headers);
  }

  /** An agent's request; the body null for none. */
  HttpResponse<String> api(String method, String path, JsonObject body, String token)
      throws IOException, InterruptedException {
    Map<String, String> headers =
        body == null
            ? Map.of("Authorization", "Bearer " + token)
            : Map.of("Authorization", "Bearer " + token, "Content-Type", "application/json");
    return send(method, path, body == null ? new byte[0] : bytes(body.encode()), headers);
  }

  /** As anybody. */
  HttpResponse<String> download(String path) throws IOException, InterruptedException {
    return send("GET", path, new byte[0], Map.of());
  }

  JsonObject get(String path) throws IOException, InterruptedException {
    return new JsonObject(api("GET", path, null, TOKEN).body());
  }

  /** Every ticket that the query finds, page after page. */
  List<JsonObject> tickets(String query) throws IOException, InterruptedException {
    List<JsonObject> tickets = new ArrayList<>();
    String cursor = "";
    do {
      String after =
          cursor.isEmpty() ? "" : "&cursor=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8);
      JsonObject page = get("/api/tickets?limit=200" + query + after);
      page.getJsonArray("tickets").forEach(each -> tickets.add((JsonObject) each));
      cursor = page.getString("next", "");
    } while (cursor != null && !cursor.isEmpty());
    return tickets;
  }

  JsonArray thread(String ticket) throws IOException, InterruptedException {
    return get("/api/tickets/" + ticket).getJsonArray("thread");
  }

  static JsonObject json(HttpResponse<String> response) {
    return new JsonObject(response.body());
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private HttpResponse<String> send(
      String method, String path, byte[] body, Map<String, String> headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(Duration.ofSeconds(20))
            .method(
                method,
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  private static String hmac(String secret, byte[] raw) {
    return HexFormat.of().formatHex(digest(secret, raw));
  }

  private static byte[] digest(String secret, byte[] raw) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(bytes(secret), "HmacSHA256"));
      return mac.doFinal(raw);
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
