package io.omnigate.channels.email;

import io.omnigate.channels.Texts;
import io.omnigate.core.intake.Attachment;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a person reads of a mail: its text, its HTML, its files.
 *
 * @param html as it came, unsanitised
 */
record MailContent(String text, @Nullable String html, List<Attachment> attachments) {
  /** A longer page is kept as a file, for no reader scrolls through it. */
  private static final int MAX_HTML = 1024 * 1024;

  private static final int MAX_CONTENT_ID = 200;

  /**
   * Sorts the leaves. Plain text is joined in its order; the first HTML is the page, and gives the
   * text where there is no plain one; everything else is a file.
   *
   * @throws MailBounds.Exceeded where that takes too long
   */
  static MailContent of(List<MailPart> parts, MailBounds bounds) {
    StringBuilder plain = new StringBuilder();
    @Nullable String html = null;
    List<Attachment> files = new ArrayList<>();
    for (MailPart part : parts) {
      bounds.step();
      if (part.inlineText() && part.mediaType().equals("text/plain")) {
        plain.append(plain.isEmpty() ? "" : "\n\n").append(part.text().strip());
      } else if (html == null
          && part.inlineText()
          && part.mediaType().equals("text/html")
          && part.bytes().length <= MAX_HTML) {
        html = Texts.storable(part.text());
      } else {
        files.add(file(part, files.size() + 1));
      }
    }
    String text = html != null && plain.toString().isBlank() ? HtmlText.of(html) : plain.toString();
    return new MailContent(Texts.body(text), html, files);
  }

  private static Attachment file(MailPart part, int number) {
    String name = Texts.fileName(part.fileName(), fallbackName(part, number));
    String id = Texts.line(part.headers().first("content-id"), MAX_CONTENT_ID);
    String bare = id.startsWith("<") && id.endsWith(">") ? id.substring(1, id.length() - 1) : id;
    return new Attachment(
        name, part.safeMediaType(), Buffer.buffer(part.bytes()), bare.isEmpty() ? null : bare);
  }

  private static String fallbackName(MailPart part, int number) {
    if (part.isMessage()) {
      return "message-" + number + ".eml";
    }
    return switch (part.mediaType()) {
      case "text/html" -> "message-" + number + ".html";
      case "text/plain" -> "message-" + number + ".txt";
      case "text/calendar" -> "invitation-" + number + ".ics";
      default -> "attachment-" + number;
    };
  }
}
