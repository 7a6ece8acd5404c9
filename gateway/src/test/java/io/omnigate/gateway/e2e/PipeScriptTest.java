package io.omnigate.gateway.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import io.omnigate.channels.email.MailReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shipped script for pipe(8): what it posts, and what it makes of each answer. */
class PipeScriptTest {
  private static final Path SHIPPED = Path.of("..", "deploy", "postfix").toAbsolutePath();
  private static final String MAIL = "From: ann@example.com\nSubject: s\n\nline\n.\n\0\u00e9";

  private record Result(int exit, String out) {}

  @TempDir private Path folder;
  private HttpServer server;
  private volatile int status = 201;
  private volatile Headers headers = new Headers();
  private volatile byte[] body = {};

  @BeforeEach
  void start() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "curl is not installed");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/in/mail",
        exchange -> {
          headers = exchange.getRequestHeaders();
          body = exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
    Files.writeString(
        folder.resolve("pipe.conf"),
        """
        url = "http://127.0.0.1:%d/in/mail"
        header = "Authorization: Bearer the token"
        """
            .formatted(server.getAddress().getPort()));
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.stop(0);
    }
  }

  private Result pipe(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(SHIPPED.resolve("omnigate-pipe").toString()));
    command.addAll(List.of(arguments));
    return run(command);
  }

  private static Result run(List<String> command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(MAIL.getBytes(StandardCharsets.ISO_8859_1));
    } catch (IOException notRead) {
      // it ended before it read anything
    }
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    return new Result(process.exitValue(), out);
  }

  private String config() {
    return folder.resolve("pipe.conf").toString();
  }

  @Test
  void theMailIsPostedByteByByteWithItsEnvelope() throws Exception {
    Result result = pipe(config(), "ann@example.com", "support+1@example.com");
    assertEquals(new Result(0, ""), result);
    assertEquals(MAIL, new String(body, StandardCharsets.ISO_8859_1));
    assertEquals("Bearer the token", headers.getFirst("Authorization"));
    assertEquals("message/rfc822", headers.getFirst("Content-Type"));
    assertEquals("ann@example.com", headers.getFirst("X-Envelope-From"));
    assertEquals("support+1@example.com", headers.getFirst("X-Envelope-To"));
  }

  @Test
  void anAddressThatIsNotAsciiIsPostedByteByByte() throws Exception {
    String script = SHIPPED.resolve("omnigate-pipe").toString();
    String shell =
        "exec \"$0\" \"$1\" \"$(printf 'ann@ex\\303\\244mple.net')\" support@example.com";
    assertEquals(new Result(0, ""), run(List.of("sh", "-c", shell, script, config())));
    byte[] given = headers.getFirst("X-Envelope-From").getBytes(StandardCharsets.ISO_8859_1);
    assertEquals("ann@exämple.net", new String(given, StandardCharsets.UTF_8));
  }

  @Test
  void anAddressCannotBecomeAHeader() throws Exception {
    pipe(config(), "a@example.com\r\nAuthorization: Bearer x", "\n@/etc/passwd");
    assertEquals(List.of("Bearer the token"), headers.get("Authorization"));
    assertEquals("@/etc/passwd", headers.getFirst("X-Envelope-To"));
    pipe(config(), "", "s@example.com");
    assertEquals("<>", headers.getFirst("X-Envelope-From"));
  }

  @ParameterizedTest
  @CsvSource({
    "200, 0", "201, 0", "202, 0", "400, 65", "413, 65", "415, 65", "422, 65", "403, 77",
    "401, 75", "404, 75", "405, 75", "408, 75", "429, 75", "500, 75", "502, 75", "503, 75",
    "204, 75", "302, 75"
  })
  void eachStatusHasItsExitCode(int answered, int exit) throws Exception {
    status = answered;
    Result result = pipe(config(), "a@example.com", "s@example.com");
    assertEquals(exit, result.exit(), result.out());
    String begins = exit == 75 ? "4\\.\\d\\.\\d .*\\n" : exit == 0 ? "" : "5\\.\\d\\.\\d .*\\n";
    assertTrue(Pattern.matches(begins, result.out()), result.out());
  }

  @Test
  void whatCannotBeDoneNowIsTriedAgain() throws Exception {
    server.stop(0);
    assertEquals(75, pipe(config(), "a@example.com", "s@example.com").exit());
    assertEquals(75, pipe(folder.resolve("no.conf").toString(), "a@b.example", "s@x").exit());
    assertEquals(75, pipe(config(), "a@example.com").exit());
    assertEquals(75, pipe().exit());
  }

  @Test
  void postfixRefusesWhatTheGatewayWould() throws IOException {
    String main = Files.readString(SHIPPED.resolve("main.cf"));
    assertTrue(main.contains("\nmessage_size_limit = " + MailReader.MAX_MAIL + "\n"), main);
  }
}
