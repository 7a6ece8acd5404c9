package io.omnigate.bench.agents;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.omnigate.bench.load.Faults;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One agent's WebSocket. It is ready with the first frame that answers what it said first. */
final class AgentSocket extends SimpleChannelInboundHandler<TextWebSocketFrame> {
  private static final String ERROR = "{\"op\":\"error\"";
  private static final int SHOWN = 300;

  private final int number;
  private final List<String> firstFrames;
  private final FrameWatch watch;
  private final Faults faults;
  private final CompletableFuture<Long> ready = new CompletableFuture<>();
  private boolean ending;

  /**
   * A socket to be put at the end of a pipeline that speaks WebSocket.
   *
   * @param number tells it from the others, from 0
   * @param firstFrames what it says once it is open
   */
  AgentSocket(int number, List<String> firstFrames, FrameWatch watch, Faults faults) {
    this.number = number;
    this.firstFrames = firstFrames;
    this.watch = watch;
    this.faults = faults;
  }

  /** When the first answer came. */
  CompletableFuture<Long> ready() {
    return ready;
  }

  /** That it closes from now on is as it should be; to be called on its loop. */
  void ending() {
    ending = true;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
    if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
      firstFrames.forEach(frame -> context.write(new TextWebSocketFrame(frame)));
      context.flush();
    }
    super.userEventTriggered(context, event);
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame frame) {
    long now = System.nanoTime();
    if (frame.content().toString(0, ERROR.length(), StandardCharsets.UTF_8).equals(ERROR)) {
      String text = frame.text();
      faults.add("agent " + number + ": " + text.substring(0, Math.min(SHOWN, text.length())));
    }
    watch.saw(number, frame.content(), now);
    ready.complete(now);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (!ending) {
      fail("its socket was closed");
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    fail(cause.toString());
    context.close();
  }

  private void fail(String why) {
    faults.add("agent " + number + ": " + why);
    ready.completeExceptionally(new IllegalStateException("agent " + number + ": " + why));
  }
}
