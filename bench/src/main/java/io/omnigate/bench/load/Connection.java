package io.omnigate.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;

/** One keep-alive connection: a request, its answer, the next request. */
final class Connection extends ChannelInboundHandlerAdapter {
  /** Who is told how it went. */
  interface Listener {
    /** The whole answer is in {@code response}, which is valid during the call. */
    void answered(Connection connection, Outgoing message, long since, ResponseReader response);

    /** The connection ended before the answer came, or brought something else. */
    void lost(Connection connection, @Nullable Outgoing message, String why);
  }

  private final Listener listener;
  private final Channel channel;
  private final ResponseReader response = new ResponseReader();
  private @Nullable Outgoing underWay;
  private long since;

  Connection(Channel channel, Listener listener) {
    this.channel = channel;
    this.listener = listener;
  }

  /**
   * Sends the next message.
   *
   * @param from the nanosecond since which it has been waiting to be sent
   */
  void send(Outgoing message, long from) {
    underWay = message;
    since = from;
    channel.writeAndFlush(Unpooled.wrappedBuffer(message.request()), channel.voidPromise());
  }

  void close() {
    channel.close();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object arrived) {
    ByteBuf bytes = (ByteBuf) arrived;
    try {
      boolean whole = response.add(bytes);
      Outgoing message = underWay;
      if (message == null) {
        end("an answer that nobody asked for");
      } else if (whole) {
        underWay = null;
        listener.answered(this, message, since, response);
        response.next();
      }
    } catch (IllegalArgumentException e) {
      end(e.getMessage());
    } finally {
      bytes.release();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    end("the connection was closed");
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    end(cause.toString());
  }

  private void end(@Nullable String why) {
    Outgoing message = underWay;
    underWay = null;
    listener.lost(this, message, String.valueOf(why));
    channel.close();
  }
}
