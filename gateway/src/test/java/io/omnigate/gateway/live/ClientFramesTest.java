package io.omnigate.gateway.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.omnigate.core.error.Failure;
import io.omnigate.core.queue.TicketFilter;
import io.omnigate.core.ticket.Priority;
import io.omnigate.core.ticket.Status;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientFramesTest {
  private static final String FULL =
      """
      {"op":"subscribe","id":"q1","limit":20,"resume":{"epoch":"ab12","seq":42},
       "filter":{"status":["new","open"],"priority":["urgent"],"department":["support"],
                 "channel":["mail","chat"],"assignee":"Bob@Example.COM","q":"  order "}}
      """;

  @Test
  void everyPartOfASubscriptionIsRead() {
    assertEquals(
        new ClientFrame.Subscribe(
            "q1",
            new TicketFilter(
                Set.of(Status.NEW, Status.OPEN),
                Set.of(Priority.URGENT),
                Set.of("support"),
                Set.of("mail", "chat"),
                "Bob@example.com",
                "order"),
            20,
            new ClientFrame.Resume("ab12", 42)),
        parse(FULL));
  }

  @Test
  void whatIsLeftOutOrNullIsNoRestriction() {
    assertEquals(
        new ClientFrame.Subscribe("q", TicketFilter.ALL, ClientFrames.DEFAULT_LIMIT, null),
        parse("{\"op\":\"subscribe\",\"id\":\"q\"}"));
    assertEquals(
        new ClientFrame.Subscribe("q", TicketFilter.ALL, ClientFrames.DEFAULT_LIMIT, null),
        parse(
            """
            {"op":"subscribe","id":"q","resume":null,"limit":null,
             "filter":{"assignee":null,"status":null,"q":" ","channel":[]}}
            """));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"op\":\"subscribe\"}                                               | id",
        "{\"op\":\"subscribe\",\"id\":\"\"}                                   | id",
        "{\"op\":\"subscribe\",\"id\":7}                                      | id",
        "{\"op\":\"subscribe\",\"id\":\"q\",\"limit\":0}                      | limit",
        "{\"op\":\"subscribe\",\"id\":\"q\",\"limit\":201}                    | limit",
        "{\"op\":\"subscribe\",\"id\":\"q\",\"limit\":1.5}                    | limit",
        "{\"op\":\"subscribe\",\"id\":\"q\",\"filter\":[]}                    | filter",
        "{\"op\":\"subscribe\",\"id\":\"q\",\"filter\":{\"state\":1}}         | filter.state",
        "{\"op\":\"subscribe\",\"id\":\"q\",\"filter\":{\"status\":\"new\"}}  | filter.status",
        "{\"op\":\"subscribe\",\"id\":\"q\",\"filter\":{\"status\":[\"x\"]}}  | filter.status",
        "{\"op\":\"subscribe\",\"id\":\"q\",\"filter\":{\"channel\":[1]}}     | filter.channel",
        "{\"op\":\"subscribe\",\"id\":\"q\",\"filter\":{\"assignee\":\"x\"}}  | filter.assignee",
        "{\"op\":\"subscribe\",\"id\":\"q\",\"resume\":{\"epoch\":\"e\"}}     | resume.seq",
        "{\"op\":\"subscribe\",\"id\":\"q\",\"resume\":{\"seq\":1}}           | resume.epoch",
        "{\"op\":\"subscribe\",\"id\":\"\\u0000\"}                             | id",
        "{\"op\":\"subscribe\",\"id\":\"q\",\"filter\":{\"q\":\"\\u0000\"}}   | filter.q",
        "{\"op\":\"subscribe\",\"id\":\"q\",\"filter\":{\"q\":\"\\ud800\"}}   | filter.q",
        "{\"op\":\"subscribe\",\"id\":\"q\",\"filter\":{\"channel\":[\"\\u0000\"]}} "
            + "| filter.channel",
        "{\"op\":\"next\",\"reason\":\"a\\u0000b\"}                          | reason",
        "{\"op\":\"viewing\",\"ticket\":\"AAAAA-AAAAA\"}                      | ticket",
        "{\"op\":\"next\",\"skip\":\"x\"}                                     | skip",
        "{\"op\":\"auth\"}                                                    | token",
        "{}                                                                   | op",
      })
  void aWrongMemberIsNamed(String text, String field) {
    Failure failure = assertThrows(Failure.class, () -> parse(text));
    assertEquals(field, failure.more().get("field"));
  }

  /** Whatever comes, it is a frame or a failure with a code; nothing else is thrown. */
  @Property(tries = 2000)
  void mutatedFramesAreReadOrRefused(@ForAll long seed) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder(FULL);
    for (int left = random.nextInt(8); left >= 0; left--) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(3)) {
        case 0 -> text.setCharAt(at, "{}[]\",:0x\u0000é".charAt(random.nextInt(11)));
        case 1 -> text.deleteCharAt(at);
        default -> text.insert(at, text.substring(at, Math.min(text.length(), at + 9)));
      }
    }
    try {
      parse(text.toString());
    } catch (Failure refused) {
      assertEquals(false, refused.code().isEmpty());
    }
  }

  private static ClientFrame parse(String text) {
    return ClientFrames.parse(ClientFrames.object(text), "ann@example.com");
  }
}
