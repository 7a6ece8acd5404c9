package io.omnigate.bench.traffic;

import io.omnigate.bench.load.Outgoing;
import io.omnigate.bench.load.Traffic;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Posts of a contact form, URL-encoded, from people with a name and an address of their own. */
public final class FormTraffic implements Traffic {
  private static final int CREATED = 201;
  private static final int VARIANTS = 32;

  private final Numbers numbers;
  private final List<Template> templates;

  /** Traffic for the channel with the given id. */
  public FormTraffic(String channel, Numbers numbers) {
    this.numbers = numbers;
    Random random = new Random(4);
    this.templates =
        Stream.generate(() -> template(channel, Words.of(ChatTraffic.TEXT, random)))
            .limit(VARIANTS)
            .toList();
  }

  @Override
  public Outgoing next() {
    long number = numbers.next();
    Template template = templates.get((int) (number % VARIANTS));
    return new Outgoing(template.with(number), number, CREATED, null);
  }

  private static Template template(String channel, String text) {
    String headers =
        "Origin: http://bench.example\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            + "Idempotency-Key: bench-%s\r\n".formatted(Words.NUMBER);
    String body =
        "name=Customer&email=c%s@customer.example&subject=A+question&message=%s+%s"
            .formatted(Words.NUMBER, Words.MARK, URLEncoder.encode(text, StandardCharsets.UTF_8));
    return Template.post("/in/" + channel, headers, body);
  }
}
