package io.omnigate.gateway.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.net.HostAndPort;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnOriginTest {
  @ParameterizedTest
  @CsvSource({
    "http://localhost:8080, http://localhost:8080,   other:1,        true",
    "http://localhost:8080, http://127.0.0.1:9000,   127.0.0.1:9000, true",
    "http://localhost:8080, http://127.0.0.1:9000,   127.0.0.1:9001, false",
    "http://localhost:8080, HTTP://LOCALHOST:8080,   other:1,        false",
    "http://localhost:8080, http://LOCALHOST:8080,   other:1,        true",
    "https://desk.example,  https://desk.example:443, other:1,       true",
    "https://desk.example,  https://desk.example,    other:1,        true",
    "https://desk.example,  http://desk.example,     desk.example:80, false",
    "https://desk.example,  https://alias.example,   alias.example,  true",
    "http://desk.example,   http://evil.example,     desk.example,   false",
    "http://desk.example,   null,                    desk.example,   false",
  })
  void anOriginIsOursByThePublicUrlOrByTheHostAsked(
      String publicUrl, String origin, String host, boolean ours) {
    assertEquals(
        ours,
        new OwnOrigin(URI.create(publicUrl))
            .test(List.of(origin), HostAndPort.parseAuthority(host, -1)));
  }

  @Test
  void noneOrTwoOriginsAreNotOurs() {
    OwnOrigin own = new OwnOrigin(URI.create("http://localhost"));
    assertEquals(false, own.test(List.of(), null));
    assertEquals(false, own.test(List.of("http://localhost", "http://localhost"), null));
  }
}
