package io.omnigate.bench.agents;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FrameWatchTest {
  private static final String DELTA =
      "{\"op\":\"delta\",\"upsert\":[{\"rank\":0,\"ticket\":{\"preview\":\"%s order\"}},"
          + "{\"rank\":7,\"ticket\":{\"preview\":\"%s parcel\"}}]}";

  private final FrameWatch watch = new FrameWatch(2);

  @Test
  void everySocketIsHeldAgainstEveryMessageInAFrame() {
    saw(0, 1_000, DELTA.formatted("m000000000041", "m000000000042"));
    saw(1, 3_000, DELTA.formatted("m000000000042", "m000000000041"));

    FrameWatch.Lag lag = watch.behind(Map.of(41L, 500L, 42L, 900L));

    assertEquals(0, lag.missing());
    assertEquals(4, lag.nanos().getTotalCount());
    assertEquals(100, lag.nanos().getMinValue());
    assertEquals(2_500, lag.nanos().getMaxValue(), 2);
  }

  @Test
  void aMessageThatASocketNeverSawIsMissed() {
    saw(0, 1_000, DELTA.formatted("m000000000041", "m000000000042"));
    saw(1, 1_000, DELTA.formatted("m000000000041", "m000000000043"));

    assertEquals(1, watch.behind(Map.of(42L, 0L)).missing());
    assertEquals(2, watch.behind(Map.of(44L, 0L)).missing());
  }

  @Test
  void theFirstSightCountsAndAnEarlyOneAsNothing() {
    saw(0, 1_000, DELTA.formatted("m000000000041", "x"));
    saw(0, 9_000, DELTA.formatted("m000000000041", "x"));
    saw(1, 1_500, DELTA.formatted("m000000000041", "x"));

    FrameWatch.Lag lag = watch.behind(Map.of(41L, 1_200L));

    assertEquals(0, lag.nanos().getMinValue());
    assertEquals(300, lag.nanos().getMaxValue());
  }

  @Test
  void aLongFrameIsReadToItsEnd() {
    saw(0, 1_000, " ".repeat(200_000) + "\"preview\":\"m000000000041");
    saw(1, 1_000, "\"preview\":\"m000000000041\"");

    assertEquals(0, watch.behind(Map.of(41L, 0L)).missing());
  }

  private void saw(int socket, long at, String frame) {
    watch.saw(socket, Unpooled.copiedBuffer(frame, StandardCharsets.UTF_8), at);
  }
}
