package io.omnigate.bench.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.bench.load.Outgoing;
import io.omnigate.bench.load.Receipt;
import io.omnigate.bench.load.Traffic;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The requests as they leave. That a gateway takes them is shown by the short bench. */
class TrafficTest {
  static Stream<Traffic> all() {
    return Stream.of(
        new ChatTraffic("chat", new Numbers()),
        new FormTraffic("form", new Numbers()),
        new SignedTraffic("messenger", "whatsapp", "secret", new Numbers()),
        MailTraffic.eightKib("mail", "token", new Numbers()),
        MailTraffic.mixed("mail", "token", new Numbers()));
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyRequestIsWholeAndCarriesItsOwnNumberOnly(Traffic traffic) {
    for (int i = 0; i < 200; i++) {
      Outgoing message = traffic.next();
      String request = new String(message.request(), StandardCharsets.ISO_8859_1);
      int body = request.indexOf("\r\n\r\n") + 4;
      assertTrue(request.contains("Content-Length: " + (request.length() - body) + "\r\n"));
      assertTrue(request.substring(body).contains(Outgoing.mark(message.number())), request);
      assertTrue(!request.substring(0, body).contains("%%"), "a place was left");
      assertTrue(!request.substring(body).contains("%%"), "a place was left");
    }
  }

  @Test
  void aChatsTextHasAThousandBytes() {
    String request = new String(next(new ChatTraffic("chat", new Numbers())));
    int from = request.indexOf("\"text\":\"") + 8;
    assertEquals(1_000, request.indexOf('"', from) - from);
  }

  @Test
  void mailsHaveTheSizesTheyAreSaidToHave() {
    int eight = body(next(MailTraffic.eightKib("mail", "token", new Numbers())));
    assertEquals(8 * 1024, eight, 100);
    Traffic mixed = MailTraffic.mixed("mail", "token", new Numbers());
    List<Integer> sizes = IntStream.range(0, 10).mapToObj(i -> body(next(mixed))).sorted().toList();
    assertEquals(2 * 1024, sizes.getFirst(), 100);
    assertEquals(200 * 1024, sizes.getLast(), 300);
  }

  @Test
  void aFifthFollowsUpHalfOfItInBurstsOfTwenty() {
    Traffic traffic = new FollowUpTraffic("chat", new Numbers());
    Map<String, Integer> follows = new HashMap<>();
    int followUps = 0;
    for (int i = 0; i < 2_000; i++) {
      Outgoing message = traffic.next();
      if (message.follows() == null) {
        String ticket = "T" + i;
        traffic.accepted(
            message, new Receipt(ticket, "M" + i, true, false, "session-of-" + ticket));
      } else {
        followUps++;
        follows.merge(message.follows(), 1, Integer::sum);
        String request = new String(message.request(), StandardCharsets.ISO_8859_1);
        assertTrue(request.contains("\"session\":\"session-of-" + message.follows() + '"'));
      }
    }
    assertEquals(400, followUps, 2);
    assertTrue(follows.values().stream().filter(times -> times >= 20).count() >= 9, "bursts");
    assertTrue(follows.values().stream().filter(times -> times < 5).count() >= 150, "spread");
  }

  private static byte[] next(Traffic traffic) {
    return traffic.next().request();
  }

  private static int body(byte[] request) {
    String text = new String(request, StandardCharsets.ISO_8859_1);
    return text.length() - text.indexOf("\r\n\r\n") - 4;
  }
}
