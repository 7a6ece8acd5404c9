package io.omnigate.channels.email;

import io.omnigate.channels.HtmlPage;
import java.util.Set;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

/** The words of an HTML page, with line breaks where a reader sees them. */
final class HtmlText {
  /** Longer pages are read as far as this; the raw mail keeps the rest. */
  private static final int MAX_HTML = 256 * 1024;

  private static final Set<String> HIDDEN =
      Set.of("head", "script", "style", "title", "template", "noscript", "svg", "math");
  private static final Set<String> BREAKS =
      Set.of(
          "p",
          "div",
          "tr",
          "li",
          "h1",
          "h2",
          "h3",
          "h4",
          "h5",
          "h6",
          "table",
          "blockquote",
          "pre",
          "ul",
          "ol",
          "hr",
          "section",
          "article");

  private HtmlText() {}

  /** The text of {@code html}. */
  static String of(String html) {
    Document page = HtmlPage.read(html, MAX_HTML).document();
    page.select(String.join(",", HIDDEN)).remove();
    StringBuilder text = new StringBuilder();
    page.traverse(
        new NodeVisitor() {
          @Override
          public void head(Node node, int depth) {
            if (node instanceof TextNode words) {
              append(text, words.getWholeText());
            } else if (node instanceof Element element) {
              boolean breaks = BREAKS.contains(element.normalName());
              if (element.normalName().equals("br") || (breaks && !atLineStart(text))) {
                text.append('\n');
              }
            }
          }

          @Override
          public void tail(Node node, int depth) {
            if (node instanceof Element element
                && BREAKS.contains(element.normalName())
                && !atLineStart(text)) {
              text.append('\n');
            }
          }
        });
    return text.toString().strip();
  }

  private static boolean atLineStart(StringBuilder text) {
    return text.isEmpty() || text.charAt(text.length() - 1) == '\n';
  }

  /** White space of any length reads as one space. */
  private static void append(StringBuilder text, String words) {
    for (int i = 0; i < words.length(); i++) {
      char c = words.charAt(i);
      if (!Character.isWhitespace(c) && c != '\u00A0') {
        text.append(c);
      } else if (!atLineStart(text) && text.charAt(text.length() - 1) != ' ') {
        text.append(' ');
      }
    }
  }
}
