package io.omnigate.core.file;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/**
 * All bytes of a file, once, no faster than they are taken: a slice is read when somebody wants it
 * and the one before was handed on. It ends only behind the last byte; a file that cannot be read
 * that far breaks, so that nobody takes a part of it for the whole. Who takes the handler away gets
 * nothing more, and nothing more is read. The handlers are called where the slices arrive.
 */
public final class SliceStream implements ReadStream<Buffer> {
  /** What is asked for at a time, in bytes; a stream holds two of these at most. */
  public static final int SLICE = 256 * 1024;

  private final Slices slices;
  private final long size;
  private final Promise<Void> whole = Promise.promise();
  private @Nullable Handler<Buffer> handler;
  private @Nullable Handler<Void> endHandler;
  private @Nullable Handler<Throwable> exceptionHandler;
  private @Nullable Buffer held;
  private long wanted = Long.MAX_VALUE;
  private long read;
  private boolean busy;

  /**
   * A stream of a file.
   *
   * @param size of the file, in bytes
   */
  public SliceStream(Slices slices, long size) {
    this.slices = slices;
    this.size = size;
  }

  /**
   * Succeeds when the last byte was handed on, and fails before the handlers are told of it where
   * the file cannot be read to its end. Neither, where nobody wants all of it.
   */
  public Future<Void> whole() {
    return whole.future();
  }

  @Override
  public synchronized SliceStream exceptionHandler(@Nullable Handler<Throwable> to) {
    exceptionHandler = to;
    return this;
  }

  @Override
  public synchronized SliceStream endHandler(@Nullable Handler<Void> to) {
    endHandler = to;
    return this;
  }

  @Override
  public SliceStream handler(@Nullable Handler<Buffer> to) {
    synchronized (this) {
      handler = to;
    }
    next();
    return this;
  }

  @Override
  public synchronized SliceStream pause() {
    wanted = 0;
    return this;
  }

  @Override
  public SliceStream resume() {
    return fetch(Long.MAX_VALUE);
  }

  @Override
  public SliceStream fetch(long amount) {
    synchronized (this) {
      wanted = wanted + amount < 0 ? Long.MAX_VALUE : wanted + amount;
    }
    next();
    return this;
  }

  /** Does the next thing there is to do, if anybody wants it; one at a time. */
  private void next() {
    Buffer slice;
    synchronized (this) {
      if (busy || handler == null || wanted <= 0) {
        return;
      }
      busy = true; // and stays so behind the end
      slice = held;
      held = null;
      wanted -= slice == null || wanted == Long.MAX_VALUE ? 0 : 1;
    }
    if (slice != null) {
      hand(slice);
    } else if (read == size) {
      end();
    } else {
      slices
          .slice(read, (int) Math.min(SLICE, size - read))
          .onSuccess(this::take)
          .onFailure(this::fail);
    }
  }

  private void take(Buffer slice) {
    if (slice.length() == 0) {
      fail(new IllegalStateException("the file is shorter than its size says"));
      return;
    }
    read += slice.length();
    synchronized (this) {
      held = slice;
      busy = false;
    }
    next();
  }

  private void hand(Buffer slice) {
    Handler<Buffer> to;
    synchronized (this) {
      to = handler;
    }
    if (to != null) {
      to.handle(slice);
      if (read == size) {
        whole.tryComplete();
      }
    }
    synchronized (this) {
      busy = false;
    }
    next();
  }

  private void end() {
    whole.tryComplete();
    Handler<Void> to;
    synchronized (this) {
      to = endHandler;
    }
    if (to != null) {
      to.handle(null);
    }
  }

  private void fail(Throwable cause) {
    whole.fail(cause);
    Handler<Throwable> to;
    synchronized (this) {
      to = exceptionHandler;
    }
    if (to != null) {
      to.handle(cause);
    }
  }
}
