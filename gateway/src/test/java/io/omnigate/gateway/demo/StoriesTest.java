package io.omnigate.gateway.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.core.config.Section;
import io.omnigate.gateway.config.ConfigReader.PortOptions;
import io.omnigate.gateway.config.Reading;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoriesTest {
  @Test
  void everyChannelOfTheDemoHasStories(@TempDir Path data) throws Exception {
    Demo demo = new Demo(new SecureRandom(), InstantSource.system());
    Reading reading = demo.configuration(data, PortOptions.NONE);
    reading.check();
    Set<String> channels =
        reading.channels().stream().map(Reading::channelId).collect(Collectors.toSet());

    assertEquals(channels, Stories.load().stream().map(Story::channel).collect(Collectors.toSet()));
  }

  @Test
  void theDemoKeepsNoSecretOnDisk(@TempDir Path data) throws Exception {
    Demo demo = new Demo(new SecureRandom(), InstantSource.system());
    Reading first = demo.configuration(data, PortOptions.NONE);
    Reading other =
        new Demo(new SecureRandom(), InstantSource.system()).configuration(data, PortOptions.NONE);

    try (var files = Files.list(data)) {
      assertEquals(0, files.count());
    }
    assertTrue(!token(first).equals(token(other)) && token(first).length() >= 32);
  }

  @Test
  void addressesAndNumbersLeadNowhere() {
    for (Story story : Stories.load()) {
      switch (story.channel()) {
        case "mail", "form" -> {
          assertTrue(String.valueOf(story.email()).matches(".+@example\\.(com|org)"));
          assertNotNull(story.subject());
        }
        case "whatsapp" -> assertTrue(String.valueOf(story.phone()).startsWith("1500555"));
        default -> assertEquals(null, story.phone());
      }
    }
  }

  private static String token(Reading reading) {
    Section mail =
        reading.channels().stream().filter(it -> it.path().endsWith(".mail")).findFirst().get();
    return mail.textOr("token", "");
  }
}
