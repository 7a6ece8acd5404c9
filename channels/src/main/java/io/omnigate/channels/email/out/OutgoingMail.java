package io.omnigate.channels.email.out;

import io.omnigate.core.file.SliceStream;
import io.omnigate.core.outbox.Delivery;
import io.vertx.core.MultiMap;
import io.vertx.ext.mail.MailMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A mail that knows whether its client has begun with it, and that can be taken back until then.
 * The client asks for the headers when the server has let it in, and before it names the sender:
 * until then nothing of the mail has left.
 */
final class OutgoingMail extends MailMessage {
  private enum State {
    WAITING,
    BEGUN,
    WITHDRAWN
  }

  private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
  private final List<SliceStream> files = new ArrayList<>();

  /** Begins the mail, for the client; fails where it was taken back. */
  @Override
  public MultiMap getHeaders() {
    state.compareAndSet(State.WAITING, State.BEGUN);
    if (state.get() == State.WITHDRAWN) {
      throw new IllegalStateException("the mail was taken back before it began");
    }
    return super.getHeaders();
  }

  /** The bytes of a file of the mail, to be read while it leaves. */
  SliceStream read(Delivery.File file) {
    SliceStream bytes = file.bytes();
    files.add(bytes);
    return bytes;
  }

  /** What is read while it leaves. */
  List<SliceStream> files() {
    return List.copyOf(files);
  }

  /** Whether something of it may have left. */
  boolean begun() {
    return state.get() == State.BEGUN;
  }

  /** Takes it back; false where it has begun. From then on the client cannot begin it any more. */
  boolean withdraw() {
    return state.compareAndSet(State.WAITING, State.WITHDRAWN) || state.get() == State.WITHDRAWN;
  }
}
