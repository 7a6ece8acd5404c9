package io.omnigate.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.security.SecureRandom;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleRoutesTest {
  private static final Pattern IMPORT_MAP =
      Pattern.compile("<script type=\"importmap\" nonce=\"([^\"]+)\">(\\{.*?\\})</script>");

  private Vertx vertx;
  private HttpServer server;
  private WebClient client;

  @BeforeAll
  void start() {
    vertx = Vertx.vertx();
    Router router = Router.router(vertx);
    new ConsoleRoutes(vertx, new SecureRandom()).accept(router);
    server =
        vertx
            .createHttpServer()
            .requestHandler(router)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    client = WebClient.create(vertx);
  }

  @AfterAll
  void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void thePageLetsInNothingThatIsNotOurs() {
    HttpResponse<Buffer> page = get("/");
    String policy = page.getHeader("Content-Security-Policy");

    assertEquals(200, page.statusCode());
    assertTrue(policy.startsWith("default-src 'none'; script-src 'self' 'nonce-"), policy);
    assertFalse(policy.contains("unsafe"), policy);
    assertFalse(policy.contains("http"), policy);
    assertTrue(policy.contains("frame-ancestors 'none'"), policy);
    assertEquals("nosniff", page.getHeader("X-Content-Type-Options"));
    assertEquals("no-store", page.getHeader("Cache-Control"));
  }

  @Test
  void theNonceIsTheOneOfThePolicyAndNewForEachVisit() {
    HttpResponse<Buffer> page = get("/");
    String nonce = importMap(page).group(1);

    assertTrue(page.getHeader("Content-Security-Policy").contains("'nonce-" + nonce + "'"));
    assertNotEquals(nonce, importMap(get("/")).group(1));
  }

  @Test
  void everyImportOfTheMapIsServedForGood() {
    JsonObject imports = new JsonObject(importMap(get("/")).group(2)).getJsonObject("imports");

    assertTrue(imports.containsKey("lit"));
    for (String name : imports.fieldNames()) {
      String path = imports.getString(name);
      if (path.endsWith(".js")) {
        HttpResponse<Buffer> module = get(path);
        assertEquals(200, module.statusCode(), path);
        assertEquals("text/javascript; charset=utf-8", module.getHeader("Content-Type"));
        assertTrue(module.getHeader("Cache-Control").contains("immutable"));
      }
    }
  }

  @Test
  void aFileThatDidNotChangeIsNotSentAgain() {
    HttpResponse<Buffer> first = get("/console/app.js");
    HttpResponse<Buffer> second =
        await(
            client
                .get(server.actualPort(), "127.0.0.1", "/console/app.js")
                .putHeader("If-None-Match", first.getHeader("ETag"))
                .send()
                .toCompletionStage());

    assertEquals("no-cache", first.getHeader("Cache-Control"));
    assertEquals(304, second.statusCode());
    assertEquals(0, second.bodyAsString() == null ? 0 : second.bodyAsString().length());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/console/missing.js",
        "/console/",
        "/console/index.html",
        "/console/../../logback.xml",
        "/console/%2e%2e/%2e%2e/logback.xml",
        "/console/..%2f..%2flogback.xml",
        "/_static/../../maven/org.mvnpm/lit/pom.xml",
        "/_static/lit/3.3.3/package.json",
      })
  void nothingElseOfTheClassPathIsServed(String path) {
    assertEquals(404, get(path).statusCode());
  }

  private Matcher importMap(HttpResponse<Buffer> page) {
    Matcher found = IMPORT_MAP.matcher(page.bodyAsString());
    assertTrue(found.find(), "the page has no import map");
    return found;
  }

  private HttpResponse<Buffer> get(String path) {
    return await(client.get(server.actualPort(), "127.0.0.1", path).send().toCompletionStage());
  }

  private static <T> T await(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }
}
