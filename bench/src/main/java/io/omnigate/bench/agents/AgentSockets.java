package io.omnigate.bench.agents;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.omnigate.bench.load.Faults;
import io.omnigate.bench.load.Loops;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/**
 * Many agents' WebSockets on a gateway, on one loop of their own. Each shows its token in its first
 * frame. One that the gateway closes is a fault.
 */
public final class AgentSockets implements AutoCloseable {
  private static final int OPENING_AT_ONCE = 100;
  private static final int READY_SECONDS = 30;
  private static final int MAX_FRAME = 8 << 20;
  private static final int MAX_HEAD = 8 << 10;
  private static final String PATH = "/api/queue/live";

  private final MultiThreadIoEventLoopGroup group = Loops.one("agents");
  private final List<Channel> channels = new ArrayList<>();
  private final List<AgentSocket> sockets = new ArrayList<>();
  private final FrameWatch watch;
  private final Faults faults;

  private AgentSockets(int count, Faults faults) {
    this.watch = new FrameWatch(count);
    this.faults = faults;
  }

  /** Agents who are signed in and look at nothing; open and answered when this returns. */
  public static AgentSockets idle(
      InetSocketAddress address, int count, String token, Faults faults) {
    AgentSockets sockets = new AgentSockets(count, faults);
    sockets.open(address, count, number -> List.of(auth(token), "{\"op\":\"ping\"}"));
    return sockets;
  }

  /** Agents who look at the first 50 of the whole queue; with their snapshots when this returns. */
  public static AgentSockets subscribed(
      InetSocketAddress address, int count, String token, Faults faults) {
    AgentSockets sockets = new AgentSockets(count, faults);
    sockets.open(
        address,
        count,
        number ->
            List.of(
                auth(token),
                ("{\"op\":\"subscribe\",\"id\":\"q%d\","
                        + "\"filter\":{\"status\":[\"new\",\"open\"]},\"limit\":50}")
                    .formatted(number)));
    return sockets;
  }

  /** How far the sockets were behind the moments given by message number. */
  public FrameWatch.Lag behind(Map<Long, Long> moments) {
    return group.submit(() -> watch.behind(moments)).syncUninterruptibly().getNow();
  }

  /** When the first socket was answered; on the clock of {@link System#nanoTime}. */
  long firstAnswerNanos() {
    return sockets.getFirst().ready().join();
  }

  @Override
  public void close() {
    group
        .submit(
            () -> {
              sockets.forEach(AgentSocket::ending);
              channels.forEach(Channel::close);
            })
        .syncUninterruptibly();
    group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private static String auth(String token) {
    return "{\"op\":\"auth\",\"token\":\"" + token + "\"}";
  }

  private void open(InetSocketAddress address, int count, IntFunction<List<String>> firstFrames) {
    while (sockets.size() < count) {
      int now = Math.min(OPENING_AT_ONCE, count - sockets.size());
      List<AgentSocket> opening = new ArrayList<>();
      for (int i = 0; i < now; i++) {
        int number = sockets.size() + i;
        AgentSocket socket = new AgentSocket(number, firstFrames.apply(number), watch, faults);
        opening.add(socket);
        ChannelFuture connected = bootstrap(address, socket).connect(address);
        channels.add(connected.syncUninterruptibly().channel());
      }
      opening.forEach(each -> each.ready().orTimeout(READY_SECONDS, TimeUnit.SECONDS).join());
      sockets.addAll(opening);
    }
  }

  private Bootstrap bootstrap(InetSocketAddress address, AgentSocket socket) {
    WebSocketClientProtocolConfig config =
        WebSocketClientProtocolConfig.newBuilder()
            .webSocketUri("ws://%s:%d%s".formatted(host(address), address.getPort(), PATH))
            .maxFramePayloadLength(MAX_FRAME)
            .build();
    return new Bootstrap()
        .group(group)
        .channel(Loops.socket())
        .handler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel channel) {
                channel
                    .pipeline()
                    .addLast(new HttpClientCodec())
                    .addLast(new HttpObjectAggregator(MAX_HEAD))
                    .addLast(new WebSocketClientProtocolHandler(config))
                    .addLast(socket);
              }
            });
  }

  private static String host(InetSocketAddress address) {
    return address.getAddress().getHostAddress();
  }
}
