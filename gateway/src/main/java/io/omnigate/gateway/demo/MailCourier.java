package io.omnigate.gateway.demo;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Map;

/** A mail relay: whole messages (RFC 5322) with the relay's token. */
final class MailCourier implements Courier {
  private static final Base64.Encoder LINES =
      Base64.getMimeEncoder(76, "\r\n".getBytes(StandardCharsets.US_ASCII));

  private final Door door;
  private final String token;
  private final InstantSource clock;

  MailCourier(Door door, String token, InstantSource clock) {
    this.door = door;
    this.token = token;
    this.clock = clock;
  }

  @Override
  public Future<Integer> carry(Contact contact, String line) {
    Map<String, String> headers =
        Map.of(
            "Authorization",
            "Bearer " + token,
            "X-Envelope-From",
            String.valueOf(contact.story().email()),
            "X-Envelope-To",
            "support@demo.example");
    return door.post("message/rfc822", headers, Buffer.buffer(message(contact, line)))
        .map(answer -> answer.statusCode());
  }

  private String message(Contact contact, String line) {
    boolean first = contact.told() == 1;
    String subject = (first ? "" : "Re: ") + contact.story().subject();
    String earlier = first ? "" : "In-Reply-To: " + id(contact, contact.told() - 1) + "\r\n";
    return "From: "
        + word(contact.story().nameOrEmpty())
        + " <"
        + contact.story().email()
        + ">\r\n"
        + "To: Support <support@demo.example>\r\n"
        + "Subject: "
        + word(subject)
        + "\r\n"
        + "Date: "
        + date()
        + "\r\n"
        + "Message-ID: "
        + id(contact, contact.told())
        + "\r\n"
        + earlier
        + "MIME-Version: 1.0\r\n"
        + "Content-Type: text/plain; charset=utf-8\r\n"
        + "Content-Transfer-Encoding: base64\r\n"
        + "\r\n"
        + LINES.encodeToString(line.getBytes(StandardCharsets.UTF_8))
        + "\r\n";
  }

  private String date() {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(clock.instant().atOffset(ZoneOffset.UTC));
  }

  private static String id(Contact contact, int line) {
    return "<demo-" + contact.number() + '-' + line + "@mail.example.com>";
  }

  /** As an encoded word (RFC 2047) where it is not plain ASCII; the demo's are short enough. */
  private static String word(String text) {
    return StandardCharsets.US_ASCII.newEncoder().canEncode(text)
        ? text
        : "=?utf-8?B?"
            + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))
            + "?=";
  }
}
