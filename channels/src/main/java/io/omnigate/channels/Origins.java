package io.omnigate.channels;

import io.omnigate.core.config.Section;
import io.omnigate.core.error.Failure;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The web origins (RFC 6454) whose pages may send. A browser cannot lie about its origin; a program
 * can, so this keeps foreign pages out, not programs.
 */
public final class Origins {
  private static final String ANY = "*";

  /** Of an app's pages too; what a browser sends has no path, and other letters as {@code xn--}. */
  private static final Pattern ORIGIN =
      Pattern.compile("[a-z][a-z0-9+.-]*://([a-z0-9._-]+|\\[[0-9a-f:.]+])(:[0-9]{1,5})?");

  private final Set<String> allowed;

  private Origins(List<String> origins) {
    this.allowed = origins.stream().map(Origins::normal).collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Reads the setting {@code origins}: a list of {@code https://shop.example} and the like, or
   * {@code *} for any and for none. What no browser ever sends is noted in the section.
   *
   * @param own the origin that is allowed where the setting is left out
   */
  public static Origins read(Section section, String own) {
    List<String> given = section.texts("origins", List.of(own));
    for (String each : given) {
      String origin = normal(each);
      if (!origin.equals(ANY) && !ORIGIN.matcher(origin).matches()) {
        section.mistake(
            "origins",
            "has \""
                + each
                + "\"; each has to be like https://shop.example: scheme, host and port,"
                + " nothing after, letters beyond a to z as xn--, or * for any");
      }
    }
    return new Origins(given);
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

  /** As a browser sends it: in small letters, without the port that its scheme implies. */
  private static String normal(String origin) {
    String lower = origin.strip().toLowerCase(Locale.ROOT);
    String bare = lower.endsWith("/") ? lower.substring(0, lower.length() - 1) : lower;
    return bare.matches("http://.*:80|https://.*:443")
        ? bare.substring(0, bare.lastIndexOf(':'))
        : bare;
  }
}
