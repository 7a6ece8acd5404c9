package io.omnigate.channels.email;

import io.omnigate.channels.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jsoup.nodes.Entities;
import org.jspecify.annotations.Nullable;

/**
 * What stands to be read in one place of a mail.
 *
 * @param plain null where it is written as HTML alone
 * @param html null where it is written as plain text alone
 */
record Written(@Nullable String plain, @Nullable String html) {
  static final Written NOTHING = new Written(null, null);

  private static final String GAP = "\n\n";

  /** The words, of the HTML where there are no plain ones. */
  String words() {
    if (plain != null) {
      return plain;
    }
    return html == null ? "" : HtmlText.of(html);
  }

  /** Of parts that say the same the last, which is the best (RFC 2046 5.1.4). */
  static Written alternatives(List<Written> parts) {
    Written best = NOTHING;
    for (Written part : parts) {
      best =
          new Written(
              part.plain == null ? best.plain : part.plain,
              part.html == null ? best.html : part.html);
    }
    return best;
  }

  /**
   * Parts one after the other. Where some of them are plain text alone and others HTML alone, both
   * of its forms tell all of them.
   *
   * @param length the UTF-16 units after which nothing more is put into the HTML
   */
  static Written inTurn(List<Written> parts, int length) {
    List<Written> written = parts.stream().filter(part -> !part.equals(NOTHING)).toList();
    if (written.size() < 2) {
      return written.isEmpty() ? NOTHING : written.getFirst();
    }
    boolean plain = written.stream().anyMatch(part -> part.plain != null);
    boolean html = written.stream().anyMatch(part -> part.html != null);
    return new Written(plain ? words(written) : null, html ? page(written, length) : null);
  }

  private static String words(List<Written> parts) {
    return parts.stream()
        .map(Written::words)
        .filter(words -> !words.isBlank())
        .collect(Collectors.joining(GAP));
  }

  private static String page(List<Written> parts, int length) {
    List<String> pieces = new ArrayList<>();
    int size = 0;
    for (Written part : parts) {
      if (size < length) {
        String piece = part.html == null ? escaped(Objects.requireNonNull(part.plain)) : part.html;
        pieces.add(piece);
        size += piece.length();
      }
    }
    return String.join("\n", pieces);
  }

  private static String escaped(String plain) {
    return Texts.body(plain)
        .lines()
        .map(Entities::escape)
        .collect(Collectors.joining("<br>\n", "<div>", "</div>"));
  }
}
