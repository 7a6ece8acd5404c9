package io.omnigate.gateway;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Files of the class path that browsers may read. Each is read once, off the event loop, and kept;
 * as only files that exist are kept, the class path bounds the memory.
 */
final class ClassPathFiles {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_@-]+([./][A-Za-z0-9_@-]+)*");
  private static final Map<String, String> MEDIA_TYPES =
      Map.of(
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml");

  private final Vertx vertx;
  private final Map<String, ClassPathFile> known = new ConcurrentHashMap<>();

  ClassPathFiles(Vertx vertx) {
    this.vertx = vertx;
  }

  /**
   * The file called {@code name}; empty where there is none, or where its name or its type is not
   * one that a page's file has.
   */
  Future<Optional<ClassPathFile>> find(String name) {
    ClassPathFile file = known.get(name);
    if (file != null) {
      return Future.succeededFuture(Optional.of(file));
    }
    String mediaType = MEDIA_TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    if (mediaType == null || !NAME.matcher(name).matches()) {
      return Future.succeededFuture(Optional.empty());
    }
    return vertx.executeBlocking(() -> load(name, mediaType), false).map(Optional::ofNullable);
  }

  /** The text of a file that is known to be there. */
  static String text(String name) {
    byte[] bytes = bytes(name);
    if (bytes == null) {
      throw new IllegalStateException(name + " is missing on the class path");
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** The import maps of all libraries on the class path in one; each library brings its own. */
  static JsonObject importMaps() {
    JsonObject imports = new JsonObject();
    try {
      for (URL url : Collections.list(loader().getResources("META-INF/importmap.json"))) {
        try (InputStream in = url.openStream()) {
          imports.mergeIn(
              new JsonObject(Buffer.buffer(in.readAllBytes())).getJsonObject("imports"));
        }
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return new JsonObject().put("imports", imports);
  }

  private @Nullable ClassPathFile load(String name, String mediaType) {
    byte[] bytes = bytes(name);
    if (bytes == null) {
      return null;
    }
    ClassPathFile file = new ClassPathFile(Buffer.buffer(bytes), mediaType, etag(bytes));
    known.put(name, file);
    return file;
  }

  private static byte @Nullable [] bytes(String name) {
    try (InputStream in = loader().getResourceAsStream(name)) {
      return in == null ? null : in.readAllBytes();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static ClassLoader loader() {
    return ClassPathFiles.class.getClassLoader();
  }

  private static String etag(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(hash) + '"';
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }

  /**
   * A file with what a browser is told of it.
   *
   * @param etag strong, from the bytes
   */
  record ClassPathFile(Buffer bytes, String mediaType, String etag) {}
}
