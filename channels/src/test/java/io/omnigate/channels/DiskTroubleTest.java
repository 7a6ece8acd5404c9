package io.omnigate.channels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.channels.email.RelayPosts;
import io.omnigate.channels.email.RelayPosts.Mail;
import io.omnigate.channels.email.RelayPosts.Post;
import io.omnigate.channels.email.RelayPosts.Wrapping;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Trouble with the gateway's own disk: a sender is told to try again, and nothing is stored. */
class DiskTroubleTest {
  private static final String FILE = "x".repeat(1024 * 1024);
  private static final String FORM =
      "--b\r\nContent-Disposition: form-data; name=\"message\"\r\n\r\nsee the film\r\n"
          + "--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"film\"\r\n\r\n"
          + FILE
          + "\r\n--b--\r\n";
  private static final String MAIL =
      "From: ann@example.com\r\nSubject: Large\r\nMIME-Version: 1.0\r\n"
          + "Content-Type: application/octet-stream; name=film\r\n\r\n"
          + FILE;

  private static final RelayPosts RELAYS = new RelayPosts("the signing key", "pass");

  private final TestServer server = TestServer.with(channels());

  private static Map<String, Object> channels() {
    Map<String, Object> channels = new HashMap<>(RELAYS.channels());
    channels.put("mail", Map.of("kind", "email", "token", "t"));
    channels.put("form", Map.of("kind", "form", "origins", List.of("*")));
    return channels;
  }

  @AfterEach
  void close() {
    server.close();
  }

  /** The status of a post in whose folder a file cannot be written: its name is taken. */
  private String post(String channel, String headers, String body, String taken)
      throws IOException {
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      OutputStream out = socket.getOutputStream();
      String head =
          "POST /in/" + channel + " HTTP/1.1\r\nHost: h\r\n" + headers + "Content-Length: ";
      out.write((head + body.length() + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
      int half = body.length() / 2;
      out.write(body.substring(0, half).getBytes(StandardCharsets.UTF_8));
      out.flush();
      Files.createDirectory(folder().resolve(taken));
      out.write(body.substring(half).getBytes(StandardCharsets.UTF_8));
      out.flush();
      return new String(socket.getInputStream().readNBytes(12), StandardCharsets.UTF_8);
    }
  }

  /** Of the only request there is. */
  private Path folder() {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (true) {
      List<Path> own = server.spooled();
      if (!own.isEmpty()) {
        return own.getFirst();
      }
      assertTrue(System.nanoTime() < deadline, "in vain waited for");
      Thread.onSpinWait();
    }
  }

  @Test
  void aFormIsNotCalledMalformed() throws IOException {
    String type = "Content-Type: multipart/form-data; boundary=b\r\n";
    assertEquals("HTTP/1.1 503", post("form", type, FORM, "file-1"));
    assertEquals(List.of(), server.intake.messages());
    assertEquals(1, server.counted("form", "rejected", "unavailable"));
  }

  @Test
  void aBrowserIsToldSoOnThePageWhateverBecomesOfWhatWasTyped() throws IOException {
    String type = "Accept: text/html\r\nContent-Type: multipart/form-data; boundary=b\r\n";
    assertEquals("HTTP/1.1 503", post("form", type, FORM, "file-1"));
  }

  @Test
  void aMailIsNotCalledBroken() throws IOException {
    assertEquals("HTTP/1.1 503", post("mail", "Authorization: Bearer t\r\n", MAIL, "part-1"));
    assertEquals(List.of(), server.intake.messages());
  }

  @ParameterizedTest
  @EnumSource
  void aWrappedMailIsNotCalledBroken(Wrapping wrapping) throws IOException {
    Post post = RELAYS.post(wrapping, new Mail("ann", Buffer.buffer(FILE)));
    StringBuilder headers = new StringBuilder();
    post.headers().forEach((name, value) -> headers.append(name + ": " + value + "\r\n"));
    String body = post.body().toString();
    assertEquals("HTTP/1.1 503", post(post.channel(), headers.toString(), body, "file-1"));
    assertEquals(List.of(), server.intake.messages());
  }
}
