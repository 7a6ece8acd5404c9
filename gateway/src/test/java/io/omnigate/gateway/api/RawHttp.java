package io.omnigate.gateway.api;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Requests that no decent client would send. */
final class RawHttp {
  /** Far longer than any server lets a refused body go on. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private RawHttp() {}

  /** The status line of the answer to a request with the given first line and nothing more. */
  static String statusLine(ApiClient client, String requestLine) throws IOException {
    try (Socket socket = connect(client)) {
      write(socket, requestLine + "\r\nHost: localhost\r\nConnection: close\r\n\r\n");
      return answer(socket);
    }
  }

  /** The same with a body that never ends; fails unless the server ends the connection. */
  static String endlessBody(ApiClient client, String requestLine) throws IOException {
    try (Socket socket = connect(client)) {
      write(socket, requestLine + "\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
      String answer = answer(socket);
      try {
        long began = System.nanoTime();
        while (System.nanoTime() - began < PATIENCE.toNanos()) {
          write(socket, "400\r\n" + "x".repeat(0x400) + "\r\n");
        }
      } catch (SocketException closed) {
        return answer;
      }
      throw new AssertionError("the server takes it all");
    }
  }

  private static Socket connect(ApiClient client) throws IOException {
    URI address = URI.create(client.origin());
    Socket socket = new Socket(address.getHost(), address.getPort());
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static void write(Socket socket, String text) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(text.getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  private static String answer(Socket socket) throws IOException {
    return new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
        .readLine();
  }
}
