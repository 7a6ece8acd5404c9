package io.omnigate.channels.email.out;

import io.omnigate.channels.Texts;
import io.omnigate.core.outbox.Delivery;
import io.omnigate.core.outbox.Wording;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Entities;
import org.jsoup.safety.Safelist;

/**
 * A mail's text and its HTML alternative. Of the customer's mail the text is quoted, never the
 * HTML; of an agent's HTML goes out what an allow-list knows.
 */
final class MailBody {
  /** Private characters that stand for what is put in after the rest was escaped. */
  private static final String TEXT = Wording.PUT_IN_LATER.substring(0, 1);

  private static final String QUOTE = Wording.PUT_IN_LATER.substring(1);
  private static final Pattern MARK = Pattern.compile('[' + Wording.PUT_IN_LATER + ']');

  /**
   * An address of the web in escaped text, without what closes the sentence behind it. Possessive,
   * so that one of any length is matched in a loop and not by recursion.
   */
  private static final Pattern ADDRESS =
      Pattern.compile("\\bhttps?://(?:[.,;:!?')\\]]*+(?:&amp;|[^\\s<>\"&.,;:!?')\\]]))++");

  private static final int MAX_QUOTED_LINES = 200;
  private static final int MAX_QUOTED = 20_000;
  private static final String QUOTE_STYLE =
      "margin:0 0 0 .8ex;border-left:1px solid #ccc;padding-left:1ex;color:#555";

  private final Wording wording;

  MailBody(Wording wording) {
    this.wording = wording;
  }

  /**
   * What a mail says.
   *
   * @param language of the template, BCP 47; what people wrote in it may be in another
   */
  record Said(String subject, String text, String html, String language) {}

  /** The words of a delivery that {@link Wording#apply} has seen. */
  Said of(Delivery delivery) {
    return delivery.purpose().automatic() ? automatic(delivery) : answer(delivery);
  }

  private Said automatic(Delivery delivery) {
    Delivery.Content content = delivery.content();
    String language = wording.around(delivery, Map.of()).locale().toLanguageTag();
    // A subject of the customer's, as in a reminder, may hold an address, which we do not
    // recommend.
    boolean ours = delivery.purpose().repeatsNothing();
    String html = ours ? linked(content.text()) : lines(content.text());
    return new Said(content.subject(), content.text(), page(html, language), language);
  }

  private Said answer(Delivery delivery) {
    Delivery.Content content = delivery.content();
    String quoted = quoted(delivery);
    String marked =
        quoted
            .lines()
            .map(line -> line.startsWith(">") ? '>' + line : "> " + line)
            .collect(Collectors.joining("\n"));
    Wording.Worded text = wording.around(delivery, Map.of("text", content.text(), "quote", marked));
    Wording.Worded around =
        wording.around(delivery, Map.of("text", TEXT, "quote", quoted.isEmpty() ? "" : QUOTE));
    String written = content.html() == null ? lines(content.text()) : allowed(content.html());
    Map<String, String> put =
        Map.of(
            QUOTE,
            "<blockquote lang=\"\" style=\""
                + QUOTE_STYLE
                + "\">"
                + lines(quoted)
                + "</blockquote>",
            TEXT,
            "<div lang=\"\">" + written + "</div>");
    // In one pass: what is put in may hold such characters, and is not looked through for them.
    String html =
        MARK.matcher(lines(around.filled().body()))
            .replaceAll(
                mark -> Matcher.quoteReplacement(put.getOrDefault(mark.group(), mark.group())));
    String language = text.locale().toLanguageTag();
    return new Said(text.filled().subject(), text.filled().body(), page(html, language), language);
  }

  private static String quoted(Delivery delivery) {
    Delivery.Received answered = delivery.answered();
    return answered == null
        ? ""
        : Texts.head(answered.text(), MAX_QUOTED)
            .strip()
            .lines()
            .limit(MAX_QUOTED_LINES)
            .collect(Collectors.joining("\n"));
  }

  private static String lines(String text) {
    return text.lines().map(Entities::escape).collect(Collectors.joining("<br>\n"));
  }

  /** The lines of our own words, in which no sender put an address of theirs. */
  private static String linked(String text) {
    return ADDRESS.matcher(lines(text)).replaceAll("<a href=\"$0\">$0</a>");
  }

  private static String allowed(String html) {
    Safelist safe = Safelist.relaxed().addProtocols("img", "src", "cid");
    return Jsoup.clean(html, "", safe, new Document.OutputSettings().prettyPrint(false));
  }

  private static String page(String body, String language) {
    return "<!DOCTYPE html>\n<html lang=\""
        + language
        + "\">\n<body>\n"
        + body
        + "\n</body>\n</html>\n";
  }
}
