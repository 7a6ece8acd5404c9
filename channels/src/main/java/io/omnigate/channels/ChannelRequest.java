package io.omnigate.channels;

import io.omnigate.channels.http.Body;
import io.omnigate.core.error.Failure;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A request as a channel sees it: whole, bounded, and not yet trusted.
 *
 * @param whole the body; on disk only for a channel that reads it from there ({@link
 *     Channel#spools})
 * @param remoteAddress the address the request came from, without its port
 * @param receivedAt by our clock
 * @param once what a step of the channel made of the body, so that the next need not read it again
 */
public record ChannelRequest(
    HttpMethod method,
    MultiMap headers,
    MultiMap query,
    Body whole,
    String remoteAddress,
    Instant receivedAt,
    ReadOnce once) {

  /** A request of which nothing was read yet. */
  public ChannelRequest(
      HttpMethod method,
      MultiMap headers,
      MultiMap query,
      Body whole,
      String remoteAddress,
      Instant receivedAt) {
    this(method, headers, query, whole, remoteAddress, receivedAt, new ReadOnce());
  }

  /** A request whose body is in memory. */
  public ChannelRequest(
      HttpMethod method,
      MultiMap headers,
      MultiMap query,
      Buffer body,
      String remoteAddress,
      Instant receivedAt) {
    this(method, headers, query, Body.of(body), remoteAddress, receivedAt);
  }

  /** The raw bytes in memory; empty where there are none. */
  public Buffer body() {
    return whole.bytes();
  }

  /**
   * A header that may be given once. Twice is refused: whoever checks one and uses the other is
   * fooled.
   *
   * @throws Failure {@code BAD_REQUEST} where it is given more than once
   */
  public Optional<String> header(String name) {
    List<String> values = headers.getAll(name);
    if (values.size() > 1) {
      throw new Failure(
          Failure.Kind.BAD_REQUEST, "doubled-header", "the header " + name + " is given twice");
    }
    return values.stream().findFirst();
  }

  /**
   * A header that proves who sends: given exactly once, and not empty.
   *
   * @throws Failure {@code UNAUTHENTICATED} otherwise
   */
  public String proof(String name) {
    List<String> values = headers.getAll(name);
    if (values.size() != 1 || values.getFirst().isEmpty()) {
      throw new Failure(
          Failure.Kind.UNAUTHENTICATED,
          "not-authentic",
          "the header " + name + " has to be given exactly once");
    }
    return values.getFirst();
  }

  /** The media type of the body in lower case, without parameters; empty where none is given. */
  public String mediaType() {
    String type = header("Content-Type").orElse("");
    int end = type.indexOf(';');
    return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
  }

  /** Whether a browser asks, which wants pages instead of JSON. */
  public boolean wantsHtml() {
    return headers.getAll("Accept").stream().anyMatch(accept -> accept.contains("text/html"));
  }
}
