package io.omnigate.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.omnigate.gateway.config.BadConfig;
import io.omnigate.gateway.config.ConfigReader;
import io.omnigate.gateway.config.ConfigReader.PortOptions;
import io.omnigate.gateway.config.Secrets;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A mistake that later steps stumble over is told beside the mistakes they find themselves. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SetupTest {
  @TempDir Path data;

  private Vertx vertx;

  @BeforeAll
  void open() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  void close() {
    vertx.close().await();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "secret: short | secret has to have at least 16 characters",
        "secret: '${SECRET}' | secret names the environment variable SECRET, which is not set",
        "departments: {} | departments has to name at least one department",
        "departments: support | departments has to be a section",
        "departments: '${LIST}' | departments names the environment variable LIST",
        "http: {publicUrl: 'https://my host'} | http.publicUrl has to be like https",
        "mail: {from: nobody} | mail.from has to be like",
        "contacts: {phoneRegion: Germany} | contacts.phoneRegion has to be two capital letters",
      })
  void everyMistakeIsToldTogetherWithTheChannels(String yaml, String told) throws BadConfig {
    var reading =
        new ConfigReader(name -> null, new Secrets(data.resolve("s"), new SecureRandom()))
            .text("x", yaml + "\nchannels: {chat: {kind: chat, colour: blue}}", PortOptions.NONE);

    List<String> mistakes =
        assertThrows(
                BadConfig.class,
                () -> Setup.of(reading, vertx, InstantSource.system(), new SecureRandom()))
            .mistakes();

    assertEquals("channels.chat.colour is not a known setting", mistakes.getLast());
    assertFalse(mistakes.stream().filter(each -> each.startsWith(told)).toList().isEmpty());
  }
}
