package io.omnigate.channels;

import java.util.Iterator;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.jsoup.parser.StreamParser;

/**
 * HTML as anybody sends it, taken apart within bounds. Putting badly nested elements right repeats
 * them with all their attributes (HTML, "reconstruct the active formatting elements"): half a
 * megabyte of {@code <b><i><p>} is half a million elements, and takes hundreds of megabytes with a
 * long link around.
 *
 * @param document what was read of it
 * @param whole whether that is all
 */
public record HtmlPage(Document document, boolean whole) {
  /** Half a megabyte as mail programs write it has a third of them. */
  private static final int MAX_ELEMENTS = 30_000;

  /**
   * Reads a page as far as the bounds.
   *
   * @param length the UTF-16 units that are read of it, and that its attributes come to in the end
   */
  public static HtmlPage read(String html, int length) {
    String bounded = Texts.head(html, length);
    try (StreamParser parser = new StreamParser(Parser.htmlParser()).parse(bounded, "")) {
      Iterator<Element> elements = parser.iterator();
      int count = 0;
      long attributes = 0;
      while (count < MAX_ELEMENTS && attributes <= length && elements.hasNext()) {
        attributes += attributes(elements.next());
        count++;
      }
      return new HtmlPage(
          parser.document(), bounded.length() == html.length() && !elements.hasNext());
    }
  }

  private static long attributes(Element element) {
    long length = 0;
    if (element.attributesSize() > 0) {
      for (Attribute attribute : element.attributes()) {
        length += attribute.getKey().length() + attribute.getValue().length();
      }
    }
    return length;
  }
}
