package io.omnigate.channels;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.omnigate.core.config.Section;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginsTest {
  @ParameterizedTest
  @CsvSource({
    "https://shop.example:443, https://shop.example, true",
    "http://shop.example:80, http://shop.example, true",
    "HTTPS://Shop.Example/, https://shop.example, true",
    "https://shop.example, https://shop.example:443, true",
    "https://shop.example:80, https://shop.example, false",
    "http://shop.example:443, http://shop.example, false",
    "http://shop.example, https://shop.example, false",
    "https://shop.example:8443, https://shop.example, false",
    "https://shop.example:8443, https://shop.example:8443, true"
  })
  void aPortThatTheSchemeImpliesMakesNoDifference(String set, String sent, boolean allowed) {
    assertEquals(allowed, origins(set).of(from(sent)).isPresent());
  }

  @Test
  void framesAreAllowedAsBrowsersCompareThem() {
    assertEquals("'self' https://shop.example", origins("https://Shop.example:443").ancestors());
  }

  private static Origins origins(String set) {
    return Origins.read(Section.root(Map.of("origins", List.of(set))), "http://localhost:8080");
  }

  private static ChannelRequest from(String origin) {
    return new ChannelRequest(
        HttpMethod.POST,
        MultiMap.caseInsensitiveMultiMap().add("Origin", origin),
        MultiMap.caseInsensitiveMultiMap(),
        Buffer.buffer(),
        "192.0.2.1",
        Instant.EPOCH);
  }
}
