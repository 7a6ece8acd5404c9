package io.omnigate.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process as a person or a service manager sees it: lines, signals, exit codes. */
class MainTest {
  @TempDir Path folder;

  @Test
  void helpAndVersionAreAnsweredOnStandardOutput() throws Exception {
    try (GatewayProcess help = run("--help");
        GatewayProcess version = run("--version")) {
      assertEquals(0, help.exitCode());
      assertTrue(help.out().contains("--management-port"));
      assertEquals(0, version.exitCode());
      assertTrue(version.out().startsWith("omnigate "));
    }
  }

  @Test
  void mistakesOfTheCommandLineEndWithTwo() throws Exception {
    for (List<String> arguments :
        List.of(
            List.of("--colour"),
            List.of("--port", "many"),
            List.of("--port", "70000"),
            List.of("--demo", "--config", "x.yaml"),
            List.of("--config", "nowhere.yaml"))) {
      try (GatewayProcess process = run(arguments.toArray(String[]::new))) {
        assertEquals(2, process.exitCode(), arguments::toString);
        assertEquals("", process.out(), arguments::toString);
        assertFalse(process.err().isBlank(), arguments::toString);
      }
    }
  }

  @Test
  void everyMistakeOfTheConfigurationIsListedAndTheCodeIsTwo() throws Exception {
    Files.writeString(
        folder.resolve("omnigate.yaml"),
        """
        http: {port: many}
        secret: "${NO_SUCH_VARIABLE}"
        channels: {chat: {kind: chat, colour: blue}}
        """);

    try (GatewayProcess process = run()) {
      assertEquals(2, process.exitCode());
      assertEquals(
          """
          omnigate: secret names the environment variable NO_SUCH_VARIABLE, which is not set
          omnigate: http.port has to be a whole number from 0 to 65535
          omnigate: channels.chat.colour is not a known setting
          """,
          process.err());
      assertEquals("", process.out());
      assertFalse(Files.exists(folder.resolve("data")));
    }
  }

  @Test
  void aTakenPortIsOneClearLineAndTheCodeIsOne() throws Exception {
    Files.writeString(folder.resolve("omnigate.yaml"), "channels: {chat: {kind: chat}}");
    try (ServerSocket taken = new ServerSocket(0);
        GatewayProcess process =
            run("--port", "" + taken.getLocalPort(), "--management-port", "0")) {
      assertEquals(1, process.exitCode());
      assertEquals(1, process.err().lines().filter(it -> it.startsWith("omnigate: ")).count());
      assertTrue(process.err().contains("Port " + taken.getLocalPort()), process.err());
    }
  }

  @Test
  void sigtermLetsRequestsInFlightEndAndTheProcessEndsWithZero() throws Exception {
    try (GatewayProcess process = run("--port", "0", "--management-port", "0")) {
      String url = process.awaitReady();
      assertEquals(
          List.of(
              "The first admin is admin@localhost, the password is in data/secrets/admin.password",
              "Omnigate is ready on " + url),
          process.out().lines().toList());
      String body = "{\"id\":\"1\",\"text\":\"in flight\"}";
      try (Socket socket = new Socket("127.0.0.1", URI.create(url).getPort())) {
        OutputStream out = socket.getOutputStream();
        String head =
            "POST /in/chat HTTP/1.1\r\nHost: localhost\r\nOrigin: "
                + url
                + "\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length()
                + "\r\nExpect: 100-continue\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.flush();
        byte[] goOn = socket.getInputStream().readNBytes("HTTP/1.1 100 Continue\r\n\r\n".length());
        assertTrue(new String(goOn, StandardCharsets.US_ASCII).startsWith("HTTP/1.1 100"));

        process.terminate();
        TestGateway.await("no new connections", () -> !listens(url));
        out.write(body.getBytes(StandardCharsets.US_ASCII));
        out.flush();

        String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(answer.startsWith("HTTP/1.1 201"), answer);
      }
      assertEquals(0, process.exitCode());
    }
  }

  @Test
  void sigtermWhileStartingEndsWithZeroToo() throws Exception {
    Files.writeString(
        folder.resolve("omnigate.yaml"),
        """
        database: {url: "postgresql://u:p@127.0.0.1:1/nowhere"}
        channels: {chat: {kind: chat}}
        """);
    try (GatewayProcess process = run("--port", "0", "--management-port", "0")) {
      TestGateway.await("trying again", () -> process.err().contains("trying again"));
      process.terminate();

      assertEquals(0, process.exitCode());
      assertEquals("", process.out());
    }
  }

  @Test
  void theDemoFillsItsQueueWithinSecondsAndLeavesNothingBehind() throws Exception {
    try (GatewayProcess process =
        run("--demo", "--data", "demos", "--port", "0", "--management-port", "0")) {
      String url = process.awaitReady();
      assertTrue(process.out().contains("admin@demo.example"));
      String token = process.signIn(url, "admin@demo.example", "demo");

      TestGateway.await(
          "contacts from every channel", () -> process.channelsOfTickets(url, token).size() >= 7);

      assertFalse(process.err().contains("was refused"), process.err());
      process.terminate();
      assertEquals(0, process.exitCode());
      try (var left = Files.list(folder.resolve("demos"))) {
        assertEquals(0, left.count());
      }
    }
  }

  private GatewayProcess run(String... arguments) throws Exception {
    return GatewayProcess.start(folder, arguments);
  }

  private static boolean listens(String url) {
    try (Socket socket = new Socket("127.0.0.1", URI.create(url).getPort())) {
      return socket.isConnected();
    } catch (java.io.IOException refused) {
      return false;
    }
  }
}
