package io.omnigate.channels.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.core.file.SliceStream;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Over a real server and a bare socket. */
class FileReplyTest {
  private static final long GIB = 1L << 30;

  private final Vertx vertx = Vertx.vertx();
  private final AtomicLong asked = new AtomicLong();

  @AfterEach
  void close() throws Exception {
    vertx.close().await(30, TimeUnit.SECONDS);
  }

  private Socket get(FileReply file) throws Exception {
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(request -> file.send(request.response()))
            .listen(0, "127.0.0.1")
            .await(30, TimeUnit.SECONDS);
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort());
    socket.setSoTimeout(30_000);
    socket
        .getOutputStream()
        .write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private Future<Buffer> slice(long from, int length) {
    asked.addAndGet(length);
    return Future.succeededFuture(Buffer.buffer(new byte[length]));
  }

  @Test
  void whoDoesNotReadIsSentNoMoreThanTheSocketsHold() throws Exception {
    try (Socket socket = get(new FileReply(Map.of(), GIB, this::slice))) {
      InputStream in = socket.getInputStream();
      assertEquals("HTTP/1.1 200 OK", new String(in.readNBytes(15), StandardCharsets.US_ASCII));
      long before = -1;
      while (before != asked.get()) { // until nothing more is asked for
        before = asked.get();
        vertx.timer(300, TimeUnit.MILLISECONDS).await(30, TimeUnit.SECONDS);
      }
      assertTrue(before < GIB / 16, before + " bytes were read for nobody");
    }
  }

  @Test
  void aFileThatEndsEarlyCutsTheConnectionInsteadOfEndingTheAnswer() throws Exception {
    FileReply file =
        new FileReply(
            Map.of(),
            3L * SliceStream.SLICE,
            (from, length) ->
                from == 0 ? slice(from, length) : Future.failedFuture("it was purged meanwhile"));
    try (Socket socket = get(file)) {
      byte[] all = socket.getInputStream().readAllBytes();
      String head = new String(all, 0, 200, StandardCharsets.US_ASCII);
      assertTrue(head.contains("Content-Length: " + 3 * SliceStream.SLICE), head);
      assertTrue(all.length < 2 * SliceStream.SLICE, all.length + " bytes came");
    }
  }
}
