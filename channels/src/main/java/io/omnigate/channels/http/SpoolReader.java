package io.omnigate.channels.http;

import io.omnigate.channels.Digests;
import io.omnigate.core.error.Failure;
import io.omnigate.core.intake.Spooled;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpServerRequest;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one request body into a file, no faster than the disk takes it. In memory it has what is on
 * its way to the disk, whatever the body's size; held is what may come of the bytes that arrived
 * when they are taken apart, so that a body announced and never sent holds next to nothing.
 */
public final class SpoolReader implements WholeBody {
  /** A body that announces no more is read into memory. */
  public static final int THRESHOLD = 256 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(SpoolReader.class);
  private static final int WRITING = 128 * 1024;

  /** What is left in memory at most of a body taken apart: texts, a page, small files. */
  private static final int TAKEN_APART = 3 * 1024 * 1024;

  /** What is left of each byte of a body too small to reach that: the byte, decoded and read. */
  private static final int WEIGHT = 3;

  private final Vertx vertx;
  private final HttpServerRequest request;
  private final SpoolSpace space;
  private final BytesInFlight inFlight;
  private final int bound;
  private final MessageDigest digest = Digests.sha256();
  private final Promise<Body> whole = Promise.promise();
  private Future<Path> folder = Future.failedFuture("not opened");
  private Future<AsyncFile> file = Future.failedFuture("not opened");
  private long size;
  private long held;
  private long onDisk;
  private Expected.@Nullable Announced announced;

  private SpoolReader(
      Vertx vertx, HttpServerRequest request, SpoolSpace space, BytesInFlight inFlight, int bound) {
    this.vertx = vertx;
    this.request = request;
    this.space = space;
    this.inFlight = inFlight;
    this.bound = bound;
  }

  /**
   * A reader for {@code request}, which must not have lost a byte yet.
   *
   * @param bound the largest body taken, in bytes
   */
  public static SpoolReader of(
      Vertx vertx, HttpServerRequest request, SpoolSpace space, BytesInFlight inFlight, int bound) {
    return new SpoolReader(vertx, request, space, inFlight, bound);
  }

  /** Whether the body is too large for the memory, or does not say how large it is. */
  public static boolean isFor(HttpServerRequest request) {
    return request.getHeader("Transfer-Encoding") != null
        || BodyReader.announced(request) > THRESHOLD;
  }

  @Override
  public Future<Body> whole() {
    if (BodyReader.announced(request) > bound) {
      return Future.failedFuture(BodyReader.tooLarge(bound));
    }
    if (!holdFor(0)) {
      return Future.failedFuture(BodyReader.busy());
    }
    request.pause();
    request.exceptionHandler(lost -> whole.tryFail(BodyReader.incomplete()));
    folder = space.open();
    file = folder.compose(own -> vertx.fileSystem().open(path(own).toString(), new OpenOptions()));
    file.onSuccess(this::take).onFailure(this::diskTrouble);
    return whole.future();
  }

  @Override
  public void giveUp(Failure failure) {
    whole.tryFail(failure);
  }

  @Override
  public void release() {
    inFlight.release(held);
    held = 0;
    if (announced != null) {
      space.expected().over(announced);
    }
    file.compose(AsyncFile::close)
        .transform(closed -> folder.compose(space::remove))
        .onComplete(
            removed -> {
              space.onDisk().release(onDisk);
              onDisk = 0;
            });
  }

  private void take(AsyncFile to) {
    to.setWriteQueueMaxSize(WRITING);
    if (whole.future().isComplete()) {
      return; // given up meanwhile
    }
    if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
      request.response().writeContinue();
    }
    request.handler(chunk -> add(to, chunk));
    request.endHandler(
        end ->
            to.flush()
                .compose(written -> folder)
                .onSuccess(own -> whole.tryComplete(body(own)))
                .onFailure(this::diskTrouble));
    request.resume();
  }

  private void add(AsyncFile to, Buffer chunk) {
    if (whole.future().isComplete()) {
      return;
    }
    long more = (long) chunk.length() * SpoolSpace.WEIGHT;
    if (size + chunk.length() > bound) {
      whole.tryFail(BodyReader.tooLarge(bound));
    } else if (!hasTurn(chunk.length())
        || !holdFor(size + chunk.length())
        || !space.onDisk().tryHold(more)) {
      whole.tryFail(BodyReader.busy());
    } else {
      onDisk += more;
      size += chunk.length();
      if (announced != null) {
        announced.arrived(size);
      }
      digest.update(chunk.getBytes());
      to.write(chunk).onFailure(this::diskTrouble);
      if (to.writeQueueFull()) {
        request.pause();
        to.drainHandler(drained -> request.resume());
      }
    }
  }

  /**
   * Whether the next bytes may take room beside the bodies that came before; one that announces its
   * length is asked once, at its first bytes.
   */
  private boolean hasTurn(int bytes) {
    long length = BodyReader.announced(request);
    if (length == 0) {
      return space.expected().leaves(bytes);
    }
    if (announced == null) {
      announced = space.expected().begun(length, bytes);
      return space.expected().letIn(announced);
    }
    return true;
  }

  /** Holds the memory of a body of which {@code arrived} bytes are there; false if it is full. */
  private boolean holdFor(long arrived) {
    long needed = BodyReader.OVERHEAD + Math.min(arrived * WEIGHT, TAKEN_APART);
    boolean holds = inFlight.tryHold(needed - held);
    held = holds ? needed : held;
    return holds;
  }

  private Body body(Path own) {
    return new Body(Buffer.buffer(), new Spooled(path(own), size), Buffer.buffer(digest.digest()));
  }

  /** Each chunk that is on its way to the disk fails by itself; one is told. */
  private void diskTrouble(Throwable cause) {
    Failure refused =
        new Failure(
            Failure.Kind.UNAVAILABLE,
            "disk-unavailable",
            "not available just now; try again a little later");
    if (whole.tryFail(refused)) {
      LOG.atWarn().setCause(cause).log("a large body cannot be written to the disk");
    }
  }

  private static Path path(Path own) {
    return own.resolve("body");
  }
}
