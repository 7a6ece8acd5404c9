package io.omnigate.gateway;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.function.Consumer;

/**
 * The agents' console at {@code /}: one page, its modules under {@code /console/}, and the library
 * they import under {@code /_static/}, all from the class path.
 *
 * <p>The page's content security policy lets in nothing that is not ours: no inline script but the
 * import map, which carries a fresh nonce; no other origin; no frame around it. HTML becomes DOM
 * only through the two named policies, the template library's and the mail frame's.
 */
public final class ConsoleRoutes implements Consumer<Router> {
  private static final int NONCE_BYTES = 18;
  private static final String REVALIDATE = "no-cache";

  /** A library's path holds its version, so that what is under it never changes. */
  private static final String FOREVER = "public, max-age=31536000, immutable";

  private final ClassPathFiles files;
  private final SecureRandom random;
  private final String page;

  /**
   * The console's routes. Reads the page and the libraries' import maps from the class path: to be
   * called while starting, not on an event loop.
   */
  public ConsoleRoutes(Vertx vertx, SecureRandom random) {
    this.files = new ClassPathFiles(vertx);
    this.random = random;
    JsonObject imports = ClassPathFiles.importMaps();
    this.page =
        ClassPathFiles.text("web/console/index.html").replace("@IMPORTMAP@", imports.encode());
  }

  @Override
  public void accept(Router router) {
    read(router, "/").handler(this::page);
    read(router, "/console/*").handler(context -> file(context, "web", REVALIDATE));
    read(router, "/_static/*").handler(context -> file(context, "META-INF/resources", FOREVER));
  }

  private static Route read(Router router, String path) {
    return router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD);
  }

  private void page(RoutingContext context) {
    byte[] bytes = new byte[NONCE_BYTES];
    random.nextBytes(bytes);
    String nonce = Base64.getEncoder().encodeToString(bytes);
    guarded(context.response())
        .putHeader("Content-Security-Policy", policy(nonce))
        .putHeader("Cross-Origin-Opener-Policy", "same-origin")
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(page.replace("@NONCE@", nonce));
  }

  private void file(RoutingContext context, String folder, String caching) {
    files
        .find(folder + context.normalizedPath())
        .onSuccess(
            found ->
                found.ifPresentOrElse(file -> send(context, file, caching), () -> context.next()))
        .onFailure(context::fail);
  }

  private static void send(
      RoutingContext context, ClassPathFiles.ClassPathFile file, String caching) {
    HttpServerResponse response =
        guarded(context.response())
            .putHeader(HttpHeaders.ETAG, file.etag())
            .putHeader(HttpHeaders.CACHE_CONTROL, caching);
    if (file.etag().equals(context.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
      response.setStatusCode(304).end();
    } else {
      // Headers of a file that is opened by itself: an SVG may hold scripts.
      response
          .putHeader("Content-Security-Policy", "default-src 'none'; sandbox")
          .putHeader(HttpHeaders.CONTENT_TYPE, file.mediaType())
          .end(file.bytes());
    }
  }

  private static HttpServerResponse guarded(HttpServerResponse response) {
    return response
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Referrer-Policy", "same-origin");
  }

  private static String policy(String nonce) {
    return String.join(
        "; ",
        "default-src 'none'",
        "script-src 'self' 'nonce-" + nonce + "'",
        "style-src 'self' 'nonce-" + nonce + "'",
        "connect-src 'self'",
        "img-src 'self' data:",
        "frame-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types lit-html omnigate-mail");
  }
}
