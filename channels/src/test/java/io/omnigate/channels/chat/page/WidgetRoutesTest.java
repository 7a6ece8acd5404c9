package io.omnigate.channels.chat.page;

import static io.omnigate.channels.TestServer.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.channels.TestServer;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WidgetRoutesTest {
  private static final int MOST_ON_THE_WIRE = 20 * 1024;

  private final TestServer server =
      TestServer.with(Map.of("talk", Map.of("kind", "chat"), "form", Map.of("kind", "form")));

  @AfterEach
  void close() {
    server.close();
  }

  private static HttpResponse<Buffer> send(HttpRequest<Buffer> request) {
    return await(request.send());
  }

  @Test
  void itIsOneSmallScriptThatAnyPageMayLoad() throws IOException {
    HttpResponse<Buffer> zipped =
        send(server.get("/widget.js?channel=talk").putHeader("Accept-Encoding", "gzip, br"));
    assertEquals(200, zipped.statusCode());
    assertEquals("gzip", zipped.getHeader("Content-Encoding"));
    assertEquals("Accept-Encoding", zipped.getHeader("Vary"));
    assertTrue(zipped.body().length() < MOST_ON_THE_WIRE, zipped.body().length() + " bytes");

    HttpResponse<Buffer> plain = send(server.get("/widget.js"));
    assertEquals("text/javascript; charset=utf-8", plain.getHeader("Content-Type"));
    assertEquals("cross-origin", plain.getHeader("Cross-Origin-Resource-Policy"));
    String script = plain.bodyAsString();
    byte[] unzipped =
        new GZIPInputStream(new ByteArrayInputStream(zipped.body().getBytes())).readAllBytes();
    assertEquals(script, new String(unzipped, StandardCharsets.UTF_8));
    assertFalse(script.contains("innerHTML"), "texts never become markup");
    assertFalse(script.contains("eval("));
  }

  @Test
  void whoHasItAlreadyIsToldSo() {
    String tag = send(server.get("/widget.js")).getHeader("ETag");
    HttpResponse<Buffer> again = send(server.get("/widget.js").putHeader("If-None-Match", tag));
    assertEquals(304, again.statusCode());
    assertTrue(again.getHeader("Cache-Control").startsWith("public, max-age="));
    HttpRequest<Buffer> zipped = server.get("/widget.js").putHeader("Accept-Encoding", "gzip");
    assertNotEquals(tag, send(zipped).getHeader("ETag"));
    assertEquals(200, send(zipped.putHeader("If-None-Match", tag)).statusCode());
  }

  @Test
  void aChannelThatIsNoChatHasNone() {
    assertEquals(404, send(server.get("/widget.js?channel=form")).statusCode());
    assertEquals(404, send(server.get("/widget.js?channel=nobody")).statusCode());
    assertEquals(404, send(server.get("/demo?channel=form")).statusCode());
  }

  @Test
  void theDemoPageHasTheOneLineAndAPolicy() {
    HttpResponse<Buffer> page = send(server.get("/demo"));
    assertEquals(200, page.statusCode());
    assertTrue(page.bodyAsString().contains("<script src=\"/widget.js?channel=talk\""));
    String policy = page.getHeader("Content-Security-Policy");
    assertTrue(policy.contains("default-src 'none'"), policy);
    assertTrue(
        policy.contains("; img-src data: 'self'; script-src 'self'; connect-src 'self';"), policy);
    assertTrue(policy.endsWith("; frame-ancestors 'self'"), policy);
    assertFalse(policy.contains("unsafe"), policy);
  }
}
