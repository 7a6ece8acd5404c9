package io.omnigate.gateway.api;

import io.omnigate.channels.HtmlPage;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.safety.Cleaner;
import org.jsoup.safety.Safelist;

/**
 * HTML as it came, made fit to be shown to an agent: an allow-list of elements and attributes, so
 * that no script, style, form, frame, SVG, MathML or base is left, and nothing that is fetched from
 * anywhere. Pictures remain where they came with the message.
 */
final class SafeHtml {
  private static final String CID = "cid:";

  /** A longer page is shown as far as this: half a million characters can take a second. */
  private static final int MAX_LENGTH = 500_000;

  /** What most pages come to is less than they were, for their looks are taken out. */
  private static final int MAX_SHOWN = 2_000_000;

  private static final String CUT = "<p>[… cut here; the whole is kept in the raw message]</p>";
  private static final String TOO_LONG =
      "<p>[… too long to be shown; the whole is kept in the raw message]</p>";

  private static final Safelist ALLOWED =
      new Safelist()
          .addTags(
              "a",
              "abbr",
              "b",
              "blockquote",
              "br",
              "caption",
              "cite",
              "code",
              "col",
              "colgroup",
              "dd",
              "del",
              "div",
              "dl",
              "dt",
              "em",
              "h1",
              "h2",
              "h3",
              "h4",
              "h5",
              "h6",
              "hr",
              "i",
              "img",
              "ins",
              "li",
              "ol",
              "p",
              "pre",
              "q",
              "s",
              "small",
              "span",
              "strike",
              "strong",
              "sub",
              "sup",
              "table",
              "tbody",
              "td",
              "tfoot",
              "th",
              "thead",
              "tr",
              "u",
              "ul")
          .addAttributes("a", "href", "title")
          .addAttributes("img", "src", "alt", "width", "height")
          .addAttributes("ol", "start")
          .addAttributes("td", "colspan", "rowspan")
          .addAttributes("th", "colspan", "rowspan")
          .addAttributes(":all", "dir", "lang")
          .addProtocols("a", "href", "http", "https", "mailto", "tel")
          .addProtocols("img", "src", "cid")
          .addEnforcedAttribute("a", "rel", "noopener noreferrer nofollow")
          .addEnforcedAttribute("a", "target", "_blank");

  private SafeHtml() {}

  /**
   * The clean form of {@code html}, two million characters at most; cut visibly where it is too
   * long or has too many elements.
   *
   * @param pictures the URL of each picture that came with the message, by its Content-ID
   */
  static String clean(String html, Map<String, String> pictures) {
    HtmlPage page = HtmlPage.read(html, MAX_LENGTH);
    Document clean = new Cleaner(ALLOWED).clean(page.document());
    for (Element picture : clean.select("img")) {
      String url = pictures.get(contentId(picture.attr("src")));
      if (url == null) {
        picture.remove();
      } else {
        picture.attr("src", url);
      }
    }
    clean.outputSettings().prettyPrint(false);
    String shown = clean.body().html();
    if (shown.length() > MAX_SHOWN) {
      return TOO_LONG;
    }
    return page.whole() ? shown : shown + CUT;
  }

  /** What a {@code cid:} URL names (RFC 2392); empty where it is no such URL. */
  private static String contentId(String url) {
    if (!url.regionMatches(true, 0, CID, 0, CID.length())) {
      return "";
    }
    String encoded = url.substring(CID.length());
    try {
      return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      return encoded;
    }
  }
}
