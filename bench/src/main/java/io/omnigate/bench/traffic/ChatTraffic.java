package io.omnigate.bench.traffic;

import io.omnigate.bench.load.Outgoing;
import io.omnigate.bench.load.Traffic;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** First messages of visitors to a web chat: JSON with a text of 1,000 bytes. */
public final class ChatTraffic implements Traffic {
  /** The length of a text in bytes. */
  static final int TEXT = 1_000;

  private static final int CREATED = 201;
  private static final int VARIANTS = 32;

  private final Numbers numbers;
  private final List<Template> templates;

  /** Traffic for the channel with the given id. */
  public ChatTraffic(String channel, Numbers numbers) {
    this.numbers = numbers;
    Random random = new Random(1);
    this.templates =
        Stream.generate(
                () -> Template.post("/in/" + channel, headers(), body(Words.of(TEXT, random), "")))
            .limit(VARIANTS)
            .toList();
  }

  @Override
  public Outgoing next() {
    long number = numbers.next();
    Template template = templates.get((int) (number % VARIANTS));
    return new Outgoing(template.with(number), number, CREATED, null);
  }

  /** A chat's headers. */
  static String headers() {
    return "Origin: http://bench.example\r\nContent-Type: application/json\r\n";
  }

  /**
   * A chat's body, with places for its number.
   *
   * @param members more members, each with a comma before it
   */
  static String body(String text, String members) {
    String begun = Words.MARK + ' ' + text.substring(Words.MARK.length() + 1);
    return "{\"id\":\"bench-00000000-%s\",\"text\":\"%s\"%s}"
        .formatted(Words.NUMBER, begun, members);
  }
}
