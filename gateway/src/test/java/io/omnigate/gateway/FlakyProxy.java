package io.omnigate.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A TCP way to a port that can be cut: then every connection breaks and none comes about. Or what
 * comes back can be held from some moment on.
 */
public final class FlakyProxy implements AutoCloseable {
  private final ServerSocket server;
  private final int target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Set<Socket> mute = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;
  private volatile @Nullable Pattern last;

  private FlakyProxy(ServerSocket server, int target) {
    this.server = server;
    this.target = target;
  }

  /** A way to {@code target} on this machine. */
  public static FlakyProxy to(int target) throws IOException {
    FlakyProxy proxy =
        new FlakyProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target);
    Thread.ofVirtual().start(proxy::accept);
    return proxy;
  }

  public int port() {
    return server.getLocalPort();
  }

  /** Breaks what is open, and all that is tried from now on. */
  public void cut() {
    cut = true;
    open.forEach(FlakyProxy::quietlyClose);
  }

  /** Lets connections through again. */
  public void mend() {
    cut = false;
  }

  /**
   * Once a connection has said, from now on, what {@code said} is found in, it still gets through,
   * and nothing of what is answered to it does.
   */
  public void muteAfter(Pattern said) {
    last = said;
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
    StringBuilder said = new StringBuilder();
    byte[] some = new byte[8192];
    try {
      for (int n = from.getInputStream().read(some); n >= 0; n = from.getInputStream().read(some)) {
        listen(to, said, new String(some, 0, n, ISO_8859_1));
        if (!mute.contains(from)) {
          to.getOutputStream().write(some, 0, n);
        }
      }
    } catch (IOException broken) {
      // Both ends are closed below.
    }
    quietlyClose(from);
    quietlyClose(to);
    open.remove(from);
    open.remove(to);
  }

  private void listen(Socket to, StringBuilder said, String more) {
    Pattern awaited = last;
    if (awaited != null && awaited.matcher(said.append(more)).find()) {
      mute.add(to);
    }
  }

  private static void quietlyClose(Socket socket) {
    try {
      socket.close();
    } catch (IOException ignored) {
      // It is as good as closed.
    }
  }
}
