package io.omnigate.channels;

import io.omnigate.core.error.Failure;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The web origins (RFC 6454) whose pages may send. A browser cannot lie about its origin; a program
 * can, so this keeps foreign pages out, not programs.
 */
public final class Origins {
  private static final String ANY = "*";

  private final Set<String> allowed;

  /** The given origins, such as {@code https://shop.example}; {@code *} for any and for none. */
  public Origins(List<String> origins) {
    this.allowed = origins.stream().map(Origins::normal).collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Lets the request through if it comes from an allowed origin.
   *
   * @throws Failure {@code UNAUTHENTICATED} otherwise
   */
  public void require(ChannelRequest request) {
    if (allowed.contains(ANY)) {
      return;
    }
    if (!allowed.contains(normal(request.proof("Origin")))) {
      throw new Failure(
          Failure.Kind.UNAUTHENTICATED,
          "origin-not-allowed",
          "this origin may not send here; add it to the channel's origins");
    }
  }

  /**
   * Whether the request comes from a page of the very host it was sent to, whatever name that goes
   * by.
   */
  public static boolean ownHost(ChannelRequest request) {
    List<String> origin = request.headers().getAll("Origin");
    List<String> host = request.headers().getAll("Host");
    return origin.size() == 1
        && host.size() == 1
        && (origin.getFirst().equalsIgnoreCase("http://" + host.getFirst())
            || origin.getFirst().equalsIgnoreCase("https://" + host.getFirst()));
  }

  /** The request's origin, where it gives one and it is allowed. */
  public Optional<String> of(ChannelRequest request) {
    List<String> given = request.headers().getAll("Origin");
    return given.size() == 1
            && (allowed.contains(ANY) || allowed.contains(normal(given.getFirst())))
        ? Optional.of(given.getFirst())
        : Optional.empty();
  }

  /** Whose pages may show ours in a frame, as {@code frame-ancestors} of a CSP says it. */
  public String ancestors() {
    return allowed.contains(ANY)
        ? ANY
        : Stream.concat(Stream.of("'self'"), allowed.stream().filter(Origins::isUrl).sorted())
            .collect(Collectors.joining(" "));
  }

  private static boolean isUrl(String origin) {
    return origin.matches("https?://[^\\s;,'\"]+");
  }

  private static String normal(String origin) {
    String lower = origin.strip().toLowerCase(Locale.ROOT);
    return lower.endsWith("/") ? lower.substring(0, lower.length() - 1) : lower;
  }
}
