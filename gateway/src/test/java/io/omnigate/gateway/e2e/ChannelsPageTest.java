package io.omnigate.gateway.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.core.TestPostgres;
import io.omnigate.gateway.TestGateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/channels.md says to write down, and where it says that things are. */
class ChannelsPageTest {
  private static final Path ROOT = Path.of("..");
  private static final Path DOC = ROOT.resolve("docs").resolve("channels.md");
  private static final String SECRET = "the-secret-of-the-page-0123456789";
  private static final Pattern BLOCK = Pattern.compile("```(\\w+)\n(.*?)```", Pattern.DOTALL);
  private static final List<String> SECTIONS =
      List.of(
          "`email`",
          "`chat`",
          "`form`",
          "`messenger` and `instagram`",
          "`whatsapp`",
          "`telegram`",
          "`line`",
          "`viber`",
          "`x`",
          "`slack`",
          "`webhook`");

  private static final List<String> IDS =
      List.of(
          "mail",
          "chat",
          "form",
          "messenger",
          "instagram",
          "whatsapp",
          "telegram",
          "line",
          "viber",
          "x",
          "slack",
          "shop");

  @TempDir private Path data;

  @Test
  void everySetUpOfThePageIsAccepted() throws Exception {
    String page = Files.readString(DOC);
    try (TestGateway gateway =
        TestGateway.start(data, config(page, TestPostgres.freshDatabase()))) {
      Outside outside = new Outside(gateway.url());
      for (String id : IDS) {
        int status = outside.post("/in/" + id, Outside.bytes("{}"), Map.of()).statusCode();
        assertTrue(status == 401 || status == 415 || status == 422, id + ": " + status);
      }
    }
  }

  @Test
  void theWalkThroughNamesWhatIsThere() throws IOException {
    String steps = section(Files.readString(DOC), "Add a channel in an hour");
    Path channels = ROOT.resolve("channels/src/main/java/io/omnigate/channels");
    List<String> files =
        Pattern.compile("`(\\w+/\\w+\\.java)`")
            .matcher(steps)
            .results()
            .map(found -> found.group(1))
            .toList();
    assertEquals(4, files.size(), files.toString());
    for (String file : files) {
      assertTrue(Files.exists(channels.resolve(file)), file);
    }
    String source = sources(ROOT.resolve("channels/src")) + sources(ROOT.resolve("core/src/main"));
    List<String> names =
        Pattern.compile("`([A-Z][A-Za-z.]+)`")
            .matcher(steps)
            .results()
            .map(found -> found.group(1))
            .toList();
    assertTrue(names.size() > 8, names.toString());
    for (String name : names) {
      String simple = name.substring(name.lastIndexOf('.') + 1);
      assertTrue(
          Pattern.compile("(class|interface|record|String) " + simple + "\\b")
              .matcher(source)
              .find(),
          name + " is not there any more");
    }
  }

  /** The channels as the page writes them, with a secret in place of each dots. */
  private static String config(String page, String database) {
    String channels =
        SECTIONS.stream()
            .map(name -> blocks(section(page, name), "yaml").getFirst())
            .collect(Collectors.joining())
            .replaceAll("\"(xoxb-)?…\"", '"' + SECRET + '"')
            .replace("\"https://shop.example\"", "\"http://localhost:8080\"")
            .indent(2);
    return "database: { url: \"" + database + "\" }\nchannels:\n" + channels;
  }

  private static String section(String page, String heading) {
    String from = "## " + heading + '\n';
    int start = page.indexOf(from);
    assertTrue(start >= 0, "the page has no section " + heading);
    int end = page.indexOf("\n## ", start);
    return page.substring(start, end < 0 ? page.length() : end);
  }

  private static List<String> blocks(String section, String language) {
    return BLOCK
        .matcher(section)
        .results()
        .filter(found -> found.group(1).equals(language))
        .map(found -> found.group(2))
        .toList();
  }

  private static String sources(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(ChannelsPageTest::read)
          .collect(Collectors.joining("\n"));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
