package io.omnigate.gateway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.omnigate.channels.ChannelContext;
import io.omnigate.channels.kinds.ChannelKinds;
import io.omnigate.channels.out.OneWay;
import io.omnigate.core.config.Section;
import io.omnigate.core.id.Signer;
import io.omnigate.core.outbox.MessageIds;
import io.omnigate.core.outbox.OutboxOptions;
import io.omnigate.core.outbox.Recipients;
import io.omnigate.gateway.config.ConfigReader.PortOptions;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds docs/configuration.md against what is read. */
class ConfigurationDocTest {
  private static final Path DOC = Path.of("..", "docs", "configuration.md");
  private static final String SECRET = "0123456789abcdef";

  @TempDir Path data;

  @Test
  void everyDocumentedKeyIsAcceptedAndEveryAcceptedKeyIsDocumented() throws Exception {
    String yaml = block(Files.readString(DOC));
    Reading reading =
        new ConfigReader(name -> SECRET, new Secrets(data.resolve("secrets"), new SecureRandom()))
            .text("docs/configuration.md", yaml, PortOptions.NONE);
    Vertx vertx = Vertx.vertx();
    try {
      Signer signer = new Signer(SECRET);
      ChannelContext context =
          new ChannelContext(
              vertx,
              signer,
              new MessageIds(signer, "example.com"),
              Set.of("example.com"),
              InstantSource.system(),
              new SecureRandom(),
              "http://localhost:8080",
              Set.of("support"),
              "ZZ",
              OutboxOptions.DEFAULTS.deadline());
      for (Section section : reading.channels()) {
        ChannelKinds.create(Reading.channelId(section), section, context)
            .ifPresent(
                channel -> {
                  assertEquals(
                      channel.answeredByMail(),
                      Recipients.answeredByMail(channel.kind()),
                      channel.kind());
                  assertEquals(
                      channel.courier().filter(OneWay.class::isInstance).isPresent(),
                      Recipients.oneWay(channel.kind()),
                      channel.kind());
                });
      }
    } finally {
      vertx.close().await();
    }

    reading.check();
    Set<String> documented = new TreeSet<>();
    keys("", YamlText.parse("docs/configuration.md", yaml), documented);
    assertEquals(documented, reading.askedKeys());
  }

  @Test
  void whatTheDocSaysIsTheDefaultIsTheDefault() throws Exception {
    Secrets secrets = new Secrets(data.resolve("secrets"), new SecureRandom());
    ConfigReader reader = new ConfigReader(name -> SECRET, secrets);
    Config given = reader.text("doc", block(Files.readString(DOC)), PortOptions.NONE).config();
    Config left = reader.text("nothing", "", PortOptions.NONE).config();

    assertEquals(left.http(), given.http());
    assertEquals(left.management(), given.management());
    assertEquals(left.departments(), given.departments());
    assertEquals(left.phoneRegion(), given.phoneRegion());
    assertEquals(left.limits(), given.limits());
    assertEquals(left.desk(), given.desk());
    assertEquals(left.logging(), given.logging());
  }

  private static String block(String markdown) {
    int from = markdown.indexOf("```yaml\n") + "```yaml\n".length();
    return markdown.substring(from, markdown.indexOf("```", from));
  }

  private static void keys(String path, Map<?, ?> section, Set<String> keys) {
    section.forEach(
        (key, value) -> {
          String whole = path.isEmpty() ? key.toString() : path + '.' + key;
          keys.add(whole);
          if (value instanceof Map<?, ?> deeper) {
            keys(whole, deeper, keys);
          } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
              if (list.get(i) instanceof Map<?, ?> deeper) {
                keys(whole + '[' + i + ']', deeper, keys);
              }
            }
          }
        });
  }
}
