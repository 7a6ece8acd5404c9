package io.omnigate.gateway.api;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import io.omnigate.core.error.Failure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Password hashes: Argon2id with 19 MiB, two passes, one lane, as the OWASP Password Storage Cheat
 * Sheet recommends. Each takes tens of milliseconds, so they are made on two threads of their own,
 * and only so many may wait.
 */
public final class Passwords {
  private static final int MEMORY_KIB = 19_456;
  private static final int PASSES = 2;
  private static final int LANES = 1;
  private static final int HASH_BYTES = 32;
  private static final int SALT_BYTES = 16;
  private static final int THREADS = 2;
  private static final int MAX_WAITING = 64;

  /** Of a random password nobody knows; it is checked where there is no account to check. */
  static final String NOBODY =
      "$argon2id$v=19$m=19456,t=2,p=1$4qtywF0zCY+fEFldea3eGg"
          + "$u3Zvzy3hrp/06oxjOrinfaYkLthhRts3rdklj6jG8/A";

  private final WorkerExecutor workers;
  private final AtomicInteger waiting = new AtomicInteger();

  /** Hashes on worker threads of {@code vertx}; they end with it. */
  public Passwords(Vertx vertx) {
    this.workers =
        vertx.createSharedWorkerExecutor("omnigate-passwords", THREADS, 1, TimeUnit.MINUTES);
  }

  /** The hash of {@code password}, with its salt and parameters. */
  public Future<String> hash(String password) {
    return bounded(
        () -> Password.hash(password).addRandomSalt(SALT_BYTES).with(current()).getResult());
  }

  /**
   * Whether {@code password} is the one that {@code hash} was made of. It takes as long where there
   * is no hash, so that the time does not tell who has an account.
   */
  public Future<Boolean> verify(String password, @Nullable String hash) {
    String checked = hash == null ? NOBODY : hash;
    return bounded(
        () ->
            Password.check(password, checked).with(Argon2Function.getInstanceFromHash(checked))
                && hash != null);
  }

  static Argon2Function current() {
    return Argon2Function.getInstance(MEMORY_KIB, PASSES, LANES, HASH_BYTES, Argon2.ID);
  }

  private <T> Future<T> bounded(Callable<T> work) {
    if (waiting.incrementAndGet() > MAX_WAITING) {
      waiting.decrementAndGet();
      return Future.failedFuture(
          new Failure(
              Failure.Kind.TOO_MANY,
              "too-many-sign-ins",
              "too many people sign in at once; try again a little later"));
    }
    return workers
        .executeBlocking(work, false)
        .onComplete(done -> waiting.decrementAndGet())
        .map(Objects::requireNonNull);
  }
}
