package io.omnigate.gateway.live;

import io.omnigate.channels.socket.CloseCode;
import io.omnigate.channels.socket.Wire;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A client's socket without a network: it takes a frame when the test says so. */
final class TestWire implements Wire {
  private final List<String> frames = new ArrayList<>();
  private final Deque<Promise<Void>> untaken = new ArrayDeque<>();
  private final List<Boolean> holds = new ArrayList<>();
  private final List<CloseCode> closes = new ArrayList<>();

  @Override
  public synchronized Future<Void> write(String text) {
    frames.add(text);
    untaken.add(Promise.promise());
    notifyAll();
    return untaken.getLast().future();
  }

  @Override
  public synchronized void hold(boolean hold) {
    holds.add(hold);
    notifyAll();
  }

  @Override
  public synchronized Future<Void> close(CloseCode code, String reason) {
    closes.add(code);
    notifyAll();
    return Future.succeededFuture();
  }

  /** The client takes the oldest frame it has not yet taken. */
  void take() {
    Promise<Void> oldest;
    synchronized (this) {
      oldest = untaken.removeFirst();
    }
    oldest.complete();
  }

  synchronized List<String> frames() {
    return List.copyOf(frames);
  }

  synchronized List<Boolean> holds() {
    return List.copyOf(holds);
  }

  synchronized List<CloseCode> closes() {
    return List.copyOf(closes);
  }

  /** Waits until so many frames were written, and gives the last of them. */
  synchronized String awaitFrame(int count) throws InterruptedException {
    for (int tries = 0; frames.size() < count && tries < 100; tries++) {
      wait(100);
    }
    return frames.get(count - 1);
  }

  /** Waits until the gateway has closed the socket. */
  synchronized CloseCode awaitClose() throws InterruptedException {
    for (int tries = 0; closes.isEmpty() && tries < 100; tries++) {
      wait(100);
    }
    return closes.getFirst();
  }
}
