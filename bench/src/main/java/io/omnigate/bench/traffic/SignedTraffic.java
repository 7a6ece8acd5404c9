package io.omnigate.bench.traffic;

import io.omnigate.bench.load.Outgoing;
import io.omnigate.bench.load.Traffic;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Webhooks of Messenger and WhatsApp, in turns, each with one text of a sender of its own and
 * signed as Meta does: HMAC-SHA256 over the body, in hex
 * (https://developers.facebook.com/docs/graph-api/webhooks/getting-started).
 */
public final class SignedTraffic implements Traffic {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int OK = 200;
  private static final int VARIANTS = 32;

  /** Where the signature goes: as many characters as it has. */
  private static final String SIGNATURE = "s".repeat(64);

  /** A phone number has fifteen digits at most (ITU-T E.164). */
  private static final String PHONE = "4915" + "%".repeat(8);

  private final Numbers numbers;
  private final List<Signed> templates;
  private final Mac mac;

  private record Signed(Template template, int signatureAt) {}

  /** Traffic for the two channels in turns, which share an app secret. */
  public SignedTraffic(String messenger, String whatsapp, String appSecret, Numbers numbers) {
    this(
        (text, turn) ->
            turn % 2 == 0
                ? template(messenger, messenger(text))
                : template(whatsapp, whatsapp(text)),
        appSecret,
        numbers);
  }

  private SignedTraffic(
      BiFunction<String, Integer, Signed> template, String appSecret, Numbers numbers) {
    this.numbers = numbers;
    Random random = new Random(6);
    this.templates =
        IntStream.range(0, VARIANTS)
            .mapToObj(
                i -> {
                  String text = Words.MARK + ' ' + Words.of(ChatTraffic.TEXT, random);
                  return template.apply(text, i);
                })
            .toList();
    try {
      mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(appSecret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  /** Traffic for Messenger's channel alone. */
  public static SignedTraffic ofMessenger(String channel, String appSecret, Numbers numbers) {
    return new SignedTraffic(
        (text, turn) -> template(channel, messenger(text)), appSecret, numbers);
  }

  @Override
  public Outgoing next() {
    long number = numbers.next();
    Signed signed = templates.get((int) (number % VARIANTS));
    byte[] request = signed.template().with(number);
    int bodyFrom = signed.template().bodyFrom();
    mac.update(request, bodyFrom, request.length - bodyFrom);
    byte[] signature =
        HexFormat.of().formatHex(mac.doFinal()).getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(signature, 0, request, signed.signatureAt(), signature.length);
    return new Outgoing(request, number, OK, null);
  }

  private static Signed template(String channel, String body) {
    String headers =
        "Content-Type: application/json\r\nX-Hub-Signature-256: sha256=" + SIGNATURE + "\r\n";
    Template template = Template.post("/in/" + channel, headers, body);
    return new Signed(template, template.indexOf(SIGNATURE));
  }

  private static String messenger(String text) {
    return """
    {"object":"page","entry":[{"id":"104","time":1777777777000,"messaging":[{\
    "sender":{"id":"2%1$s"},"recipient":{"id":"104"},"timestamp":1777777777000,\
    "message":{"mid":"m_%1$s","text":"%2$s"}}]}]}"""
        .formatted(Words.NUMBER, text);
  }

  private static String whatsapp(String text) {
    return """
    {"object":"whatsapp_business_account","entry":[{"id":"105","changes":[{"field":"messages",\
    "value":{"messaging_product":"whatsapp","metadata":{"display_phone_number":"15550100",\
    "phone_number_id":"106"},"contacts":[{"profile":{"name":"Ann"},"wa_id":"%3$s"}],\
    "messages":[{"from":"%3$s","id":"wamid.%1$s","timestamp":"1777777777","type":"text",\
    "text":{"body":"%2$s"}}]}}]}]}"""
        .formatted(Words.NUMBER, text, PHONE);
  }
}
