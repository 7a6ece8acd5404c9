package io.omnigate.channels.socket;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A WebSocket as a {@link Wire}: pings it, stops and goes on reading, and closes it for certain.
 * Lives on the event loop of its connection, as its owner does; the methods of {@code Wire} go over
 * to it by themselves.
 */
public final class SocketWire implements Wire {
  private static final int MAX_UNANSWERED = 2;

  private final ServerWebSocket socket;
  private final Channel channel;
  private final Context context;
  private final Patience patience;
  private final Promise<Void> gone = Promise.promise();
  private final List<Long> timers = new ArrayList<>();
  private boolean busy;
  private boolean held;
  private boolean closing;
  private int unanswered;

  private SocketWire(ServerWebSocket socket, Channel channel, Context context, Patience patience) {
    this.socket = socket;
    this.channel = channel;
    this.context = context;
    this.patience = patience;
  }

  /**
   * Turns a request into a WebSocket. The future completes on the socket's context, where {@link
   * #listen} is to be called at once.
   */
  public static Future<SocketWire> upgrade(RoutingContext request, Patience patience) {
    // Below Vert.x, to drop a client who takes no good-bye.
    Channel channel =
        ((HttpServerConnection) request.request().connection()).channelHandlerContext().channel();
    return request
        .request()
        .toWebSocket()
        .map(
            socket ->
                new SocketWire(socket, channel, request.vertx().getOrCreateContext(), patience));
  }

  /**
   * Begins to listen; to be called on the socket's context, at once.
   *
   * @param text takes each text frame
   * @param refused told why a frame cannot be taken
   */
  public void listen(Consumer<String> text, Consumer<CloseCode> refused) {
    socket.textMessageHandler(
        frame -> {
          if (!closing) {
            text.accept(frame);
          }
        });
    socket.binaryMessageHandler(frame -> refused.accept(CloseCode.UNSUPPORTED));
    socket.pongHandler(pong -> unanswered = 0);
    socket.exceptionHandler(cause -> broken(refused));
    socket.closeHandler(nothing -> closed());
    every(patience.ping().toMillis(), this::ping);
  }

  /** Completes once the connection is gone. */
  public Future<Void> gone() {
    return gone.future();
  }

  /** Does {@code task} again and again while the connection lasts. */
  public void every(long millis, Runnable task) {
    timers.add(context.owner().setPeriodic(millis, timer -> task.run()));
  }

  /** Does {@code task} once, if the connection lasts so long. */
  public void after(long millis, Runnable task) {
    timers.add(context.owner().setTimer(millis, timer -> task.run()));
  }

  /** Whether a frame's answer is waited for. */
  public boolean busy() {
    return busy;
  }

  /** Takes no further frame until {@code answer} is there, which keeps frames in order. */
  public void until(Future<?> answer) {
    busy = true;
    flow();
    answer.onComplete((value, cause) -> context.runOnContext(nothing -> ready()));
  }

  @Override
  public Future<Void> write(String text) {
    return socket.writeTextMessage(text);
  }

  @Override
  public void hold(boolean hold) {
    context.runOnContext(
        nothing -> {
          held = hold;
          flow();
        });
  }

  @Override
  public Future<Void> close(CloseCode code, String reason) {
    context.runOnContext(
        nothing -> {
          if (!closing) {
            closing = true;
            after(patience.goodbye().toMillis(), this::drop);
            socket.close(code.code(), reason);
          }
        });
    return gone.future();
  }

  private void ready() {
    busy = false;
    flow();
  }

  private void flow() {
    if (busy || held) {
      socket.pause();
    } else {
      socket.resume();
    }
  }

  private void ping() {
    if (unanswered >= MAX_UNANSWERED) {
      drop();
    } else if (!closing) {
      unanswered++;
      socket.writePing(Buffer.buffer());
    }
  }

  /** A message over the server's bound, or the connection was cut. */
  private void broken(Consumer<CloseCode> refused) {
    if (!socket.isClosed()) {
      refused.accept(CloseCode.TOO_BIG);
    }
  }

  /**
   * Closes the connection below Vert.x, which would first wait for what the client does not take.
   */
  private void drop() {
    ChannelHandlerContext first = channel.pipeline().firstContext();
    if (first != null) {
      first.close();
    }
  }

  private void closed() {
    closing = true;
    timers.forEach(context.owner()::cancelTimer);
    gone.tryComplete();
  }
}
