package io.omnigate.gateway.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.omnigate.core.TestPostgres;
import io.omnigate.gateway.TestGateway;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every curl line of docs/channels.md, tried as it stands against a gateway. */
class DocumentedCallsTest {
  private static final Path PAGE = Path.of("..", "docs", "channels.md");
  private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);
  private static final String EXAMPLE = "http://localhost:8080";

  /** Prints the status of each call to the gateway; providers' own hosts are left alone. */
  private static final String CURL =
      """
      curl() {
        case "$*" in
          *" https://"*|"https://"*) ;;
          *) command curl -sS -o /dev/null -w '%{http_code}\\n' "$@" ;;
        esac
      }
      """;

  @TempDir private Path folder;

  @Test
  void everyLineIsAnsweredAsThePageSays() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "curl is not installed");
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/openssl")), "openssl is not installed");
    Files.writeString(
        folder.resolve("mail.eml"),
        "From: ann@example.com\r\nSubject: s\r\nMessage-ID: <doc@example.com>\r\n\r\nHello\r\n");
    Files.write(folder.resolve("photo.png"), new byte[] {1, 2, 3});
    String config = Outside.config(TestPostgres.freshDatabase()).replace(Outside.ORIGIN, "*");
    try (TestGateway gateway = TestGateway.start(folder, config)) {
      int tried = 0;
      for (String block : blocks()) {
        for (String status : statuses(block.replace(EXAMPLE, gateway.url()))) {
          boolean unsigned = block.contains("/in/ses");
          assertTrue(unsigned ? status.equals("401") : status.matches("20[01]"), status + block);
          tried++;
        }
      }
      assertTrue(tried >= 17, "only " + tried + " lines were tried");
    }
  }

  private static List<String> blocks() throws IOException {
    List<String> blocks = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(Files.readString(PAGE));
    while (matcher.find()) {
      if (matcher.group(1).contains(EXAMPLE + "/in/")) {
        blocks.add(matcher.group(1));
      }
    }
    return blocks;
  }

  private List<String> statuses(String block) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-eu", "-c", CURL + block)
            .directory(folder.toFile())
            .redirectErrorStream(true);
    builder
        .environment()
        .putAll(
            Map.ofEntries(
                Map.entry("TOKEN", Outside.MAIL_TOKEN),
                Map.entry("SECRET", Outside.BOT_SECRET),
                Map.entry("BOT_TOKEN", "unused"),
                Map.entry("APP_SECRET", Outside.APP_SECRET),
                Map.entry("CHANNEL_SECRET", Outside.APP_SECRET),
                Map.entry("AUTH_TOKEN", Outside.APP_SECRET),
                Map.entry("CONSUMER_SECRET", Outside.APP_SECRET),
                Map.entry("SIGNING_SECRET", Outside.APP_SECRET),
                Map.entry("SHOP_SECRET", Outside.APP_SECRET),
                Map.entry("SIGNING_KEY", Outside.SIGNING_KEY),
                Map.entry("RELAY_PASSWORD", Outside.RELAY_PASSWORD)));
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), block);
    assertEquals(0, process.exitValue(), block + out);
    return out.lines().toList();
  }
}
