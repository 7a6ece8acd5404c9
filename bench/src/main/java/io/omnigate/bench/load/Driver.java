package io.omnigate.bench.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * The one event loop that all load is made on. It shares the processors with what it measures, so
 * it does as little as it can: Netty without an HTTP codec, requests made by copying.
 */
public final class Driver implements AutoCloseable {
  private static final int CONNECTING_AT_ONCE = 100;
  private static final int CONNECT_MILLIS = 10_000;

  private final MultiThreadIoEventLoopGroup group = Loops.one("load");
  private final EventLoop loop = group.next();

  /** The loop, for timers; all callbacks of connections happen on it. */
  EventLoop loop() {
    return loop;
  }

  /** Runs {@code task} on the loop and waits for it. */
  <T> T on(Callable<T> task) {
    return loop.submit(task).syncUninterruptibly().getNow();
  }

  /**
   * Opens connections to {@code address}, a few at a time, and waits for them.
   *
   * @throws IllegalStateException where one cannot be opened
   */
  List<Connection> connect(InetSocketAddress address, int count, Connection.Listener listener) {
    List<Connection> connections = new ArrayList<>(count);
    while (connections.size() < count) {
      int now = Math.min(CONNECTING_AT_ONCE, count - connections.size());
      List<ChannelFuture> opening = new ArrayList<>();
      for (int i = 0; i < now; i++) {
        opening.add(bootstrap(listener).connect(address));
      }
      for (ChannelFuture each : opening) {
        if (!each.awaitUninterruptibly().isSuccess()) {
          throw new IllegalStateException(
              "cannot connect to " + address + " (the limit of open files?)", each.cause());
        }
        connections.add(each.channel().pipeline().get(Connection.class));
      }
    }
    return connections;
  }

  private Bootstrap bootstrap(Connection.Listener listener) {
    return new Bootstrap()
        .group(loop)
        .channel(Loops.socket())
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
        .handler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel channel) {
                channel.pipeline().addLast(new Connection(channel, listener));
              }
            });
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
