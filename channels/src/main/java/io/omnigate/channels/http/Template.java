package io.omnigate.channels.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;

/**
 * A text with holes of the form {@code {{name}}}, most often an HTML page. Whatever fills a hole is
 * escaped, there is no way around it. A page's one style sheet stands in the page and is allowed by
 * its hash; scripts are not allowed at all.
 */
public final class Template {
  private static final String OPEN = "{{";
  private static final String CLOSE = "}}";
  private static final String STYLE = "<style></style>";

  private final String page;
  private final String policy;

  private Template(String page, String style) {
    this.page = page.replace(STYLE, "<style>" + style + "</style>");
    this.policy =
        "default-src 'none'; style-src 'sha256-"
            + hash(style)
            + "'; form-action 'self'; base-uri 'none'; img-src data:";
  }

  /** Loads a text from the class path. */
  public static Template load(String resource) {
    return new Template(text(resource), "");
  }

  /** Loads a page from the class path; {@code style} takes the place of its empty element. */
  public static Template load(String resource, String style) {
    return new Template(text(resource), text(style));
  }

  /**
   * The page as an answer; a hole that {@code values} does not fill stays empty.
   *
   * @param framedBy whose pages may show it in a frame, as a Content-Security-Policy says it
   */
  public Answer answer(int status, Map<String, String> values, String framedBy) {
    return answer(status, values, framedBy, "");
  }

  /**
   * The same for a page that needs more than others.
   *
   * @param more goes on with the policy where it lists whence pictures may come: further sources,
   *     then further directives
   */
  public Answer answer(int status, Map<String, String> values, String framedBy, String more) {
    return Answer.text(status, fill(values))
        .with("Content-Type", "text/html; charset=utf-8")
        .with("Content-Security-Policy", policy + more + "; frame-ancestors " + framedBy)
        .with("Referrer-Policy", "same-origin")
        .with("Cache-Control", "no-store");
  }

  /** The text with its holes filled. */
  public String fill(Map<String, String> values) {
    StringBuilder html = new StringBuilder(page.length());
    int at = 0;
    for (int open = page.indexOf(OPEN); open >= 0; open = page.indexOf(OPEN, at)) {
      int close = page.indexOf(CLOSE, open);
      html.append(page, at, open);
      html.append(escaped(values.getOrDefault(page.substring(open + 2, close).strip(), "")));
      at = close + 2;
    }
    return html.append(page, at, page.length()).toString();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  private static String text(String resource) {
    try (InputStream in = Template.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalArgumentException("no such page: " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String hash(String style) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
