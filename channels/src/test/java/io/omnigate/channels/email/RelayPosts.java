package io.omnigate.channels.email;

import io.omnigate.channels.Digests;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One mail with a text, a page and a file, as each relay posts it.
 *
 * @param signingKey Mailgun's
 * @param password of the user {@code relay} of the others
 */
public record RelayPosts(String signingKey, String password) {
  private static final String END = "--xYzZY--\r\n";

  /** The settings of a channel for each relay, under the names that {@link Wrapping} uses. */
  public Map<String, Object> channels() {
    return Map.of(
        "mailgun", Map.of("kind", "mailgun", "signingKey", signingKey),
        "sendgrid", Map.of("kind", "sendgrid", "user", "relay", "password", password),
        "postmark", Map.of("kind", "postmark", "user", "relay", "password", password));
  }

  /** Whether the relay hands the mail on as it came, or taken apart. */
  public enum Wrapping {
    MAILGUN_RAW("mailgun"),
    MAILGUN_RAW_URL_ENCODED("mailgun"),
    MAILGUN_PARSED("mailgun"),
    SENDGRID_RAW("sendgrid"),
    SENDGRID_PARSED("sendgrid"),
    POSTMARK_RAW("postmark"),
    POSTMARK_PARSED("postmark");

    private final String channel;

    Wrapping(String channel) {
      this.channel = channel;
    }

    /** Whether it is a form with parts, which has an end. */
    public boolean isMultipart() {
      return this != MAILGUN_RAW_URL_ENCODED && !channel.equals("postmark");
    }

    /** Whether the mail comes taken apart. */
    public boolean isParsed() {
      return name().endsWith("PARSED");
    }
  }

  /**
   * What is sent.
   *
   * @param id goes into its Message-ID and its sender
   */
  public record Mail(String id, String text, String page, Buffer file) {
    /** A mail with a file. */
    public Mail(String id, Buffer file) {
      this(id, "see the film", "", file);
    }

    private String from() {
      return id + "@example.com";
    }

    private String headers() {
      return "From: " + from() + "\r\nSubject: film\r\nMessage-ID: <" + id + "@mail.example>\r\n";
    }

    private Buffer raw() {
      return Buffer.buffer(
              headers()
                  + "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n"
                  + text
                  + "\r\n--b\r\nContent-Type: video/mp4; name=film.mp4\r\n"
                  + "Content-Transfer-Encoding: base64\r\n\r\n")
          .appendBytes(Base64.getMimeEncoder().encode(file.getBytes()))
          .appendString("\r\n--b--\r\n");
    }
  }

  /** A request to {@code /in/<channel>}. */
  public record Post(String channel, Map<String, String> headers, Buffer body) {
    /** The same, cut off at the edge of its last part: before the line that ends it. */
    public Post cutBeforeEnd() {
      return cut(END.length());
    }

    /** The same, cut off within the line that ends the last part, and would end the form too. */
    public Post cutWithinEnd() {
      return cut("--\r\n".length());
    }

    private Post cut(int missing) {
      return new Post(channel, headers, body.slice(0, body.length() - missing).copy());
    }
  }

  /** The post of a mail. */
  public Post post(Wrapping wrapping, Mail mail) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", type(wrapping));
    if (!wrapping.channel.equals("mailgun")) {
      byte[] secret = ("relay:" + password).getBytes(StandardCharsets.UTF_8);
      headers.put("Authorization", "Basic " + Base64.getEncoder().encodeToString(secret));
    }
    return new Post(wrapping.channel, headers, body(wrapping, mail));
  }

  private static String type(Wrapping wrapping) {
    if (wrapping.isMultipart()) {
      return "multipart/form-data; boundary=xYzZY";
    }
    return wrapping == Wrapping.MAILGUN_RAW_URL_ENCODED
        ? "application/x-www-form-urlencoded"
        : "application/json";
  }

  private Buffer body(Wrapping wrapping, Mail mail) {
    return switch (wrapping) {
      case MAILGUN_RAW -> end(fields(signed()), part("body-mime", "", mail.raw()));
      case MAILGUN_RAW_URL_ENCODED -> urlEncoded(signed(), mail);
      case MAILGUN_PARSED -> end(fields(mailgun(mail)), film("attachment-1", mail));
      case SENDGRID_RAW -> end(Buffer.buffer(), part("email", "", mail.raw()));
      case SENDGRID_PARSED -> end(fields(sendgrid(mail)), film("attachment1", mail));
      case POSTMARK_RAW -> postmark(mail).put("RawEmail", mail.raw().toString()).toBuffer();
      case POSTMARK_PARSED -> postmark(mail).toBuffer();
    };
  }

  private Map<String, String> signed() {
    String timestamp = Long.toString(Instant.now().getEpochSecond());
    String token = "token-" + System.nanoTime();
    byte[] text = (timestamp + token).getBytes(StandardCharsets.UTF_8);
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("timestamp", timestamp);
    fields.put("token", token);
    fields.put("signature", HexFormat.of().formatHex(Digests.hmacSha256(signingKey, text)));
    return fields;
  }

  private Map<String, String> mailgun(Mail mail) {
    Map<String, String> fields = signed();
    JsonArray headers =
        new JsonArray()
            .add(new JsonArray().add("From").add(mail.from()))
            .add(new JsonArray().add("Message-Id").add("<" + mail.id() + "@mail.example>"));
    fields.put("message-headers", headers.encode());
    fields.put("subject", "film");
    fields.put("body-plain", mail.text());
    fields.put("body-html", mail.page());
    return fields;
  }

  private static Map<String, String> sendgrid(Mail mail) {
    return Map.of("headers", mail.headers(), "text", mail.text(), "html", mail.page());
  }

  private static JsonObject postmark(Mail mail) {
    JsonObject file =
        new JsonObject()
            .put("Name", "film.mp4")
            .put("ContentType", "video/mp4")
            .put("Content", Base64.getEncoder().encodeToString(mail.file().getBytes()));
    return new JsonObject()
        .put("From", mail.from())
        .put("Subject", "film")
        .put("TextBody", mail.text())
        .put("HtmlBody", mail.page())
        .put("Attachments", new JsonArray().add(file));
  }

  private static Buffer fields(Map<String, String> fields) {
    Buffer body = Buffer.buffer();
    fields.forEach((name, value) -> body.appendBuffer(part(name, "", Buffer.buffer(value))));
    return body;
  }

  private static Buffer film(String name, Mail mail) {
    String file = "; filename=\"film.mp4\"\r\nContent-Type: video/mp4";
    return part(name, file, mail.file());
  }

  private static Buffer part(String name, String more, Buffer value) {
    String head = "--xYzZY\r\nContent-Disposition: form-data; name=\"" + name + '"' + more;
    return Buffer.buffer(head + "\r\n\r\n").appendBuffer(value).appendString("\r\n");
  }

  private static Buffer end(Buffer fields, Buffer last) {
    return fields.appendBuffer(last).appendString(END);
  }

  private static Buffer urlEncoded(Map<String, String> fields, Mail mail) {
    String proof =
        fields.entrySet().stream()
            .map(field -> field.getKey() + '=' + field.getValue())
            .collect(Collectors.joining("&"));
    String raw = URLEncoder.encode(mail.raw().toString(), StandardCharsets.UTF_8);
    return Buffer.buffer("body-mime=" + raw + '&' + proof);
  }
}
