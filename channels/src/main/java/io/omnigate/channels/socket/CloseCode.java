package io.omnigate.channels.socket;

/** Why the gateway closes a WebSocket. */
public enum CloseCode {
  /** Frames of a type that is not taken here. */
  UNSUPPORTED(1003),
  /** Malformed frames again and again. */
  POLICY(1008),
  /** A frame larger than the bound. */
  TOO_BIG(1009),
  /** The gateway restarts: connect again and go on (IANA's registry of close codes). */
  RESTART(1012),
  /** The client reads too slowly, or the database is away: connect again and go on. */
  TRY_AGAIN(1013),
  /** Nobody's token, or a session that ended. */
  UNAUTHENTICATED(4401);

  private final short code;

  CloseCode(int code) {
    this.code = (short) code;
  }

  /** The number on the wire. */
  public short code() {
    return code;
  }
}
