package io.omnigate.channels;

import io.omnigate.core.error.Failure;
import io.omnigate.core.intake.UsedTokens;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Keeps used tokens in memory, as the real ones are kept in the database. */
public final class RecordingTokens implements UsedTokens {
  private record Key(String scope, String token) {}

  private final Map<Key, Buffer> used = new HashMap<>();
  private volatile Optional<Failure> failing = Optional.empty();

  @Override
  public synchronized Future<Boolean> use(Use use) {
    if (failing.isPresent()) {
      return Future.failedFuture(failing.get());
    }
    Buffer before = used.putIfAbsent(new Key(use.scope(), use.token()), use.bodySha256());
    return Future.succeededFuture(before == null || before.equals(use.bodySha256()));
  }

  /** Fails from now on. */
  public void failWith(Failure failure) {
    failing = Optional.of(failure);
  }
}
