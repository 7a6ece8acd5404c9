package io.omnigate.bench.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.bench.SmallPeer;
import io.omnigate.bench.load.Faults;
import io.omnigate.bench.load.Ledger.Sample;
import io.omnigate.bench.load.Outgoing;
import io.omnigate.bench.load.Receipt;
import io.omnigate.bench.traffic.ChatTraffic;
import io.omnigate.bench.traffic.Numbers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is sent again, to a peer that remembers and to some that do not. */
class RepeatCheckTest {
  private final Faults faults = new Faults();

  @Test
  void theFirstReceiptToldAsARepeatIsRight() throws Exception {
    check(200, SmallPeer.receipt(1, true, true));
    assertEquals(List.of(), faults.first());
  }

  static Stream<Arguments> wrongs() {
    return Stream.of(
        Arguments.of("stored once more", 201, SmallPeer.receipt(2, true, false)),
        Arguments.of("not told as a repeat", 200, SmallPeer.receipt(1, true, false)),
        Arguments.of("another ticket", 200, SmallPeer.receipt(2, true, true)),
        Arguments.of("another status", 201, SmallPeer.receipt(1, true, true)),
        Arguments.of("not created after all", 200, SmallPeer.receipt(1, false, true)),
        Arguments.of("no receipt", 200, "{}"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrongs")
  void anythingElseIsFound(String what, int status, String answer) throws Exception {
    check(status, answer);
    assertEquals(1, faults.count(), what);
    assertTrue(faults.first().getFirst().contains("was not recognised"), what);
  }

  private void check(int status, String answer) throws Exception {
    Outgoing message = new ChatTraffic("chat", new Numbers()).next();
    byte[] first = SmallPeer.receipt(1, true, false).getBytes(StandardCharsets.UTF_8);
    Receipt receipt = Receipt.read(first, 0, first.length).orElseThrow();
    try (SmallPeer peer = SmallPeer.that(asked -> asked.with(status, answer))) {
      new RepeatCheck(faults).check(peer.address(), List.of(new Sample(message, receipt)));
    }
  }
}
