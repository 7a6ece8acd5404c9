package io.omnigate.core;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;

/** Passes immutable records over the local event bus as they are; refuses to leave the node. */
public final class ByReference implements MessageCodec<Object, Object> {
  @Override
  public void encodeToWire(Buffer buffer, Object body) {
    throw new UnsupportedOperationException("this address is local to one node");
  }

  @Override
  public Object decodeFromWire(int position, Buffer buffer) {
    throw new UnsupportedOperationException("this address is local to one node");
  }

  @Override
  public Object transform(Object body) {
    return body;
  }

  @Override
  public String name() {
    return CoreBus.BY_REFERENCE;
  }

  @Override
  public byte systemCodecID() {
    return -1;
  }
}
