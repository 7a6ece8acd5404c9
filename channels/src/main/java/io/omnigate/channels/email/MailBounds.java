package io.omnigate.channels.email;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Counts what the taking apart of one mail costs, while it is done. A mail over a bound is kept as
 * it came and not taken apart; the bounds are far above what people's mail programs send.
 */
final class MailBounds {
  /** The largest mail taken, in bytes. */
  static final int MAX_BYTES = 25 * 1024 * 1024;

  /** Multiparts within multiparts. */
  static final int MAX_DEPTH = 20;

  /** Messages within messages. */
  static final int MAX_NESTED_MESSAGES = 3;

  static final int MAX_PARTS = 500;

  /** Of one part or of the mail itself. */
  static final int MAX_HEADERS = 1_000;

  /** Of one part or of the mail itself, together, in bytes. */
  static final int MAX_HEADER_BYTES = 256 * 1024;

  static final Duration MAX_WORK = Duration.ofSeconds(5);

  /** A bound was passed. */
  static final class Exceeded extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Exceeded(String bound) {
      super(bound, null, false, false);
    }
  }

  private final LongSupplier nanos;
  private final long deadline;
  private int parts;
  private int headers;
  private int headerBytes;

  /** The work begins now. */
  MailBounds(LongSupplier nanos) {
    this.nanos = nanos;
    this.deadline = nanos.getAsLong() + MAX_WORK.toNanos();
  }

  /** Has to be called with every step of the work. */
  void step() {
    require(nanos.getAsLong() - deadline < 0, "work");
  }

  /** A mail of {@code bytes} bytes. */
  void size(long bytes) {
    require(bytes <= MAX_BYTES, "size");
  }

  /** One part more, whose header begins now. */
  void part() {
    require(++parts <= MAX_PARTS, "parts");
    headers = 0;
    headerBytes = 0;
  }

  /** One header more, of {@code bytes} bytes. */
  void header(int bytes) {
    headerBytes += bytes;
    require(++headers <= MAX_HEADERS, "headers");
    require(headerBytes <= MAX_HEADER_BYTES, "header bytes");
  }

  /** A multipart at {@code depth}, the outermost being 1. */
  void depth(int depth) {
    require(depth <= MAX_DEPTH, "depth");
  }

  /** A message within {@code level} messages. */
  void nested(int level) {
    require(level <= MAX_NESTED_MESSAGES, "nested messages");
  }

  private static void require(boolean within, String bound) {
    if (!within) {
      throw new Exceeded(bound);
    }
  }
}
