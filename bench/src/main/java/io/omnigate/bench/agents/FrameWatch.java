package io.omnigate.bench.agents;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * When each socket saw each message. A ticket's preview is the beginning of its latest message, and
 * that begins with the message's mark: so no frame has to be parsed to know what it shows. Used on
 * the sockets' loop only.
 */
public final class FrameWatch {
  private static final byte[] PREVIEW = "\"preview\":\"m".getBytes(StandardCharsets.US_ASCII);
  private static final int DIGITS = 3;

  private final int sockets;
  private final Map<Long, long[]> seen = new HashMap<>();
  private byte[] frame = new byte[1 << 16];

  /** For so many sockets. */
  FrameWatch(int sockets) {
    this.sockets = sockets;
  }

  /**
   * How long it took until every socket had seen each message.
   *
   * @param nanos from the given moment to the frame, a value for each message and socket; a frame
   *     that came before counts as 0
   * @param missing pairs of a message and a socket that never saw it
   */
  public record Lag(Histogram nanos, long missing) {
    /** Milliseconds that {@code percentile} percent kept. */
    public double ms(double percentile) {
      return nanos.getValueAtPercentile(percentile) / 1e6;
    }
  }

  /** A frame has come. */
  void saw(int socket, ByteBuf text, long now) {
    int length = text.readableBytes();
    if (length > frame.length) {
      frame = new byte[length];
    }
    text.getBytes(text.readerIndex(), frame, 0, length);
    for (int at = PREVIEW.length; at <= length; at++) {
      if (frame[at - 1] == 'm' && isPreview(at)) {
        long[] times = seen.computeIfAbsent(number(at, length), any -> new long[sockets]);
        if (times[socket] == 0) {
          times[socket] = now;
        }
      }
    }
  }

  /** The lag of all sockets behind the moments given by message number. */
  Lag behind(Map<Long, Long> moments) {
    Histogram nanos = new Histogram(DIGITS);
    long missing = 0;
    for (Map.Entry<Long, Long> each : moments.entrySet()) {
      long[] times = seen.getOrDefault(each.getKey(), new long[sockets]);
      for (long time : times) {
        if (time == 0) {
          missing++;
        } else {
          nanos.recordValue(Math.max(0, time - each.getValue()));
        }
      }
    }
    return new Lag(nanos, missing);
  }

  private boolean isPreview(int end) {
    for (int i = 0; i < PREVIEW.length; i++) {
      if (frame[end - PREVIEW.length + i] != PREVIEW[i]) {
        return false;
      }
    }
    return true;
  }

  private long number(int from, int length) {
    long number = 0;
    for (int i = from; i < length && frame[i] >= '0' && frame[i] <= '9'; i++) {
      number = number * 10 + frame[i] - '0';
    }
    return number;
  }
}
