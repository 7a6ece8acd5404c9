package io.omnigate.bench.load;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Reads one HTTP/1.1 response (RFC 9112) after the other from a connection: status line, headers,
 * and a body whose length is given. Nothing else is answered by a gateway, so nothing else is read.
 */
final class ResponseReader {
  private static final String LENGTH = "content-length:";
  private static final int STATUS_FROM = 9;
  private static final int STATUS_TO = 12;

  private byte[] bytes = new byte[1_024];
  private int size;
  private int bodyFrom = -1;
  private int end;

  /**
   * Takes what has arrived.
   *
   * @return whether a response is whole now
   * @throws IllegalArgumentException where it is not HTTP, or has no length
   */
  boolean add(ByteBuf arrived) {
    int more = arrived.readableBytes();
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
    arrived.readBytes(bytes, size, more);
    size += more;
    if (bodyFrom < 0) {
      readHead();
    }
    if (bodyFrom >= 0 && size > end) {
      throw new IllegalArgumentException("bytes after the response: " + text(end, size));
    }
    return bodyFrom >= 0 && size == end;
  }

  /** Begins the next response. */
  void next() {
    size = 0;
    bodyFrom = -1;
  }

  int status() {
    try {
      return Integer.parseInt(text(STATUS_FROM, STATUS_TO));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("no status line: " + text(0, Math.min(size, 40)), e);
    }
  }

  boolean hasHeader(String lowerCaseName) {
    return head().contains("\r\n" + lowerCaseName + ":");
  }

  byte[] bytes() {
    return bytes;
  }

  int bodyFrom() {
    return bodyFrom;
  }

  int bodyTo() {
    return end;
  }

  String body() {
    return text(bodyFrom, end);
  }

  private void readHead() {
    int at = endOfHead();
    if (at < 0) {
      return;
    }
    bodyFrom = at;
    String head = head();
    int length = head.indexOf("\r\n" + LENGTH);
    if (length < 0) {
      throw new IllegalArgumentException("a response without a length: " + head);
    }
    int from = length + 2 + LENGTH.length();
    end = bodyFrom + Integer.parseInt(head.substring(from, head.indexOf('\r', from)).strip());
  }

  private int endOfHead() {
    for (int i = 3; i < size; i++) {
      if (bytes[i] == '\n'
          && bytes[i - 1] == '\r'
          && bytes[i - 2] == '\n'
          && bytes[i - 3] == '\r') {
        return i + 1;
      }
    }
    return -1;
  }

  private String head() {
    return text(0, bodyFrom).toLowerCase(Locale.ROOT);
  }

  private String text(int from, int to) {
    return new String(bytes, from, Math.max(0, Math.min(to, size) - from), StandardCharsets.UTF_8);
  }
}
