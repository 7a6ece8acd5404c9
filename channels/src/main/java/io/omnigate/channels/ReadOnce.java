package io.omnigate.channels;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one step of a channel made of a request's body, for the steps that come after it, on
 * whichever thread.
 */
public final class ReadOnce {
  private volatile @Nullable Object made;

  /** What an earlier step made; without one, what {@code reader} makes, which is kept. */
  public <T> T of(Class<T> type, Supplier<T> reader) {
    T known = known(type);
    if (known != null) {
      return known;
    }
    T fresh = reader.get();
    made = fresh;
    return fresh;
  }

  /** The same for the last step that asks: nothing is kept, so that no memory is held for it. */
  public <T> T last(Class<T> type, Supplier<T> reader) {
    T known = known(type);
    made = null;
    return known == null ? reader.get() : known;
  }

  private <T> @Nullable T known(Class<T> type) {
    Object kept = made;
    return type.isInstance(kept) ? type.cast(kept) : null;
  }
}
