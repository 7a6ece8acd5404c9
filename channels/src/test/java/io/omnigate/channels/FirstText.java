package io.omnigate.channels;

import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Takes the first text of a WebSocket, or that it was closed before. */
record FirstText(CompletableFuture<String> text) implements WebSocket.Listener {
  @Override
  public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
    text.complete(data.toString());
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
    text.complete("closed with " + code);
    return null;
  }

  @Override
  public void onError(WebSocket socket, Throwable cause) {
    text.completeExceptionally(cause);
  }
}
