package io.omnigate.gateway.console;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A TCP way to a port that can be cut: then every connection breaks and none comes about. */
final class FlakyProxy implements AutoCloseable {
  private final ServerSocket server;
  private final int target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;

  private FlakyProxy(ServerSocket server, int target) {
    this.server = server;
    this.target = target;
  }

  /** A way to {@code target} on this machine. */
  static FlakyProxy to(int target) throws IOException {
    FlakyProxy proxy =
        new FlakyProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target);
    Thread.ofVirtual().start(proxy::accept);
    return proxy;
  }

  int port() {
    return server.getLocalPort();
  }

  /** Breaks what is open, and all that is tried from now on. */
  void cut() {
    cut = true;
    open.forEach(FlakyProxy::quietlyClose);
  }

  /** Lets connections through again. */
  void mend() {
    cut = false;
  }

  @Override
  public void close() throws IOException {
    server.close();
    cut();
  }

  private void accept() {
    try {
      while (true) {
        Socket near = server.accept();
        if (cut) {
          near.close();
        } else {
          join(near, new Socket(InetAddress.getLoopbackAddress(), target));
        }
      }
    } catch (IOException closed) {
      // The end of the test.
    }
  }

  private void join(Socket near, Socket far) {
    open.add(near);
    open.add(far);
    Thread.ofVirtual().start(() -> pump(near, far));
    Thread.ofVirtual().start(() -> pump(far, near));
  }

  private void pump(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException broken) {
      // Both ends are closed below.
    }
    quietlyClose(from);
    quietlyClose(to);
    open.remove(from);
    open.remove(to);
  }

  private static void quietlyClose(Socket socket) {
    try {
      socket.close();
    } catch (IOException ignored) {
      // It is as good as closed.
    }
  }
}
