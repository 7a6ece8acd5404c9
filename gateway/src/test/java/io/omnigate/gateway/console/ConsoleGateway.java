package io.omnigate.gateway.console;

import io.omnigate.channels.BodySignature;
import io.omnigate.channels.Digests;
import io.omnigate.core.SmtpPeer;
import io.omnigate.gateway.Gateway;
import io.omnigate.gateway.config.ConfigReader;
import io.omnigate.gateway.config.ConfigReader.PortOptions;
import io.omnigate.gateway.config.Secrets;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URLConnection;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** A whole gateway with two agents, and what customers and programs do to it over HTTP. */
final class ConsoleGateway implements AutoCloseable {
  static final String EMAIL = "ann@example.com";
  static final String PASSWORD = "correct horse battery staple";
  static final String COLLEAGUE = "ben@example.com";

  private static final String TOKEN = "a-token-for-programs-0123456789abcdef";
  private static final String MAIL_TOKEN = "a-token-for-the-relay-0123456789abcdef";
  private static final String LINE_SECRET = "a-secret-of-line-0123456789abcdef";
  private static final BodySignature LINE =
      new BodySignature("X-Line-Signature", Digests.Hmac.SHA256, BodySignature.Encoding.BASE64, "");
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String YAML =
      """
      secret: 0123456789abcdef0123456789abcdef
      database: { url: "%s" }
      agents:
        - { email: %s, name: Ann Weber, role: admin, password: "%s", token: "%s" }
        - { email: %s, name: Ben Okafor, role: agent, password: "%s" }
      departments: { support: { name: Support }, sales: { name: Sales } }
      channels:
        chat: { kind: chat, blockedFiles: [exe] }
        shop: { kind: chat, origins: ["*"] }
        mail: { kind: email, token: "%s" }
        line: { kind: line, channelSecret: "%s" }
      mail:
        smtp: { host: 127.0.0.1, port: %d, startTls: disabled }
        from: support@example.com
      """;

  private final HttpClient client = HttpClient.newHttpClient();
  private final Gateway gateway;
  private final SmtpPeer smtp;

  private ConsoleGateway(Gateway gateway, SmtpPeer smtp) {
    this.gateway = gateway;
    this.smtp = smtp;
  }

  /** Starts one on a free port, over the database at {@code url}. */
  static ConsoleGateway start(Path data, String url) throws Exception {
    SecureRandom random = new SecureRandom();
    Secrets secrets = new Secrets(data.resolve("secrets"), random);
    SmtpPeer smtp = new SmtpPeer();
    String yaml =
        YAML.formatted(
            url, EMAIL, PASSWORD, TOKEN, COLLEAGUE, PASSWORD, MAIL_TOKEN, LINE_SECRET, smtp.port());
    Gateway gateway =
        Gateway.of(
            new ConfigReader(name -> null, secrets).text("test", yaml, new PortOptions(0, 0)),
            data,
            secrets,
            random);
    gateway.start().await(60, TimeUnit.SECONDS);
    return new ConsoleGateway(gateway, smtp);
  }

  /** Where its mail goes. */
  SmtpPeer smtp() {
    return smtp;
  }

  int port() {
    return gateway.http().port();
  }

  String url() {
    return gateway.http().localUrl();
  }

  /** A chat message of a new visitor; {@code name} may be null. The receipt. */
  JsonObject chat(String name, String text) {
    return chat(new JsonObject().put("name", name).put("text", text));
  }

  /** A further chat message of the visitor whom {@code receipt} was for. */
  JsonObject chatOn(JsonObject receipt, String text) {
    return chat(new JsonObject().put("session", receipt.getString("session")).put("text", text));
  }

  /** A mail, as a relay hands it in; the receipt. */
  JsonObject mail(String from, String subject, String html) {
    return rawMail(
        String.join(
            "\r\n",
            "From: " + from,
            "To: support@example.com",
            "Subject: " + subject,
            "Message-ID: <" + UUID.randomUUID() + "@example.org>",
            "MIME-Version: 1.0",
            "Content-Type: text/html; charset=utf-8",
            "",
            html,
            ""));
  }

  /** A mail as it is; the receipt. */
  JsonObject rawMail(String mail) {
    return send(
        request("/in/mail")
            .header("Authorization", "Bearer " + MAIL_TOKEN)
            .header("Content-Type", "message/rfc822")
            .POST(BodyPublishers.ofString(mail)));
  }

  /** An event of LINE, as it sends it; the answer. */
  JsonObject line(JsonObject event) {
    JsonObject source = new JsonObject().put("type", "user").put("userId", "u2");
    Buffer body =
        new JsonObject().put("events", new JsonArray().add(event.put("source", source))).toBuffer();
    return send(
        request("/in/line")
            .header(LINE.header(), LINE.sign(LINE_SECRET, body))
            .POST(BodyPublishers.ofByteArray(body.getBytes())));
  }

  /** The ticket with its thread, as a program reads it. */
  JsonObject ticket(String id) {
    return send(api("/api/tickets/" + id).GET());
  }

  /** The IDs of the queue in its order, as a program reads them. */
  List<String> queue() {
    return send(api("/api/tickets?status=new,open&limit=50").GET()).getJsonArray("tickets").stream()
        .map(ticket -> ((JsonObject) ticket).getString("id"))
        .toList();
  }

  /** Changes fields of a ticket, as a program does. */
  void patch(String id, JsonObject fields) {
    send(json(api("/api/tickets/" + id), "PATCH", fields));
  }

  /** Moves a ticket, as a program does. */
  void transition(String id, String action) {
    JsonObject body = new JsonObject().put("action", action).put("reason", "a test wants it");
    send(json(api("/api/tickets/" + id + "/transitions"), "POST", body));
  }

  /** Answers a customer, as a program does. */
  void reply(String id, String text) {
    JsonObject body = new JsonObject().put("text", text);
    send(json(api("/api/tickets/" + id + "/replies"), "POST", body));
  }

  /** Answers a customer with a file. */
  void reply(String id, String text, String name, byte[] file) {
    String content = Base64.getEncoder().encodeToString(file);
    String type = URLConnection.guessContentTypeFromName(name);
    JsonObject attachment =
        new JsonObject().put("name", name).put("mediaType", type).put("content", content);
    JsonObject body =
        new JsonObject().put("text", text).put("attachments", new JsonArray().add(attachment));
    send(json(api("/api/tickets/" + id + "/replies"), "POST", body));
  }

  /** A file as agents download it. */
  byte[] download(String path) {
    return client.sendAsync(api(path).GET().build(), BodyHandlers.ofByteArray()).join().body();
  }

  /** Ends the session of the given token. */
  void endSession(String token) {
    send(request("/api/session").header("Authorization", "Bearer " + token).DELETE());
  }

  @Override
  public void close() {
    gateway.stop().toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
    smtp.close();
  }

  private JsonObject chat(JsonObject message) {
    return send(
        json(
            request("/in/chat").header("Origin", gateway.http().publicUrl()),
            "POST",
            message.put("id", UUID.randomUUID().toString())));
  }

  private HttpRequest.Builder api(String path) {
    return request(path).header("Authorization", "Bearer " + TOKEN);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url() + path)).timeout(PATIENCE);
  }

  private static HttpRequest.Builder json(
      HttpRequest.Builder request, String method, JsonObject body) {
    return request
        .header("Content-Type", "application/json")
        .method(method, BodyPublishers.ofString(body.encode()));
  }

  private JsonObject send(HttpRequest.Builder request) {
    HttpResponse<String> answer = client.sendAsync(request.build(), BodyHandlers.ofString()).join();
    if (answer.statusCode() >= 300) {
      throw new AssertionError(answer.statusCode() + ": " + answer.body());
    }
    return answer.body().isEmpty() ? new JsonObject() : new JsonObject(answer.body());
  }
}
