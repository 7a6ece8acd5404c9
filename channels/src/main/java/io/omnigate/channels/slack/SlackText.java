package io.omnigate.channels.slack;

/**
 * Slack's text as people read it
 * (https://docs.slack.dev/messaging/formatting-message-text/#parsing): links and mentions stand in
 * angle brackets, and three characters are escaped.
 */
final class SlackText {
  private SlackText() {}

  /** Without control sequences; in one pass over the text. */
  static String plain(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    int at = 0;
    for (int open = text.indexOf('<'); open >= 0; open = text.indexOf('<', at)) {
      int close = text.indexOf('>', open);
      if (close < 0) {
        break;
      }
      plain.append(text, at, open).append(sequence(text.substring(open + 1, close)));
      at = close + 1;
    }
    plain.append(text, at, text.length());
    return unescaped(plain.toString());
  }

  /** Three characters are escaped in what Slack sends and takes, and no others. */
  static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String unescaped(String text) {
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
  }

  /** {@code https://x.example|label}, {@code @U1}, {@code #C1|name}, {@code !here}. */
  private static String sequence(String inside) {
    int bar = inside.indexOf('|');
    String target = bar < 0 ? inside : inside.substring(0, bar);
    String label = bar < 0 ? "" : inside.substring(bar + 1);
    if (target.startsWith("@") || target.startsWith("#") || target.startsWith("!")) {
      String sign = target.startsWith("#") ? "#" : "@";
      return sign + (label.isEmpty() ? target.substring(1) : label.replaceFirst("^[@#]", ""));
    }
    return label.isEmpty() || label.equals(target) ? target : label + " (" + target + ')';
  }
}
