package io.omnigate.channels.email;

import io.omnigate.channels.FileLimits;
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
 * @param withheld names and sizes of files that agents do not get; they stay in the raw mail
 */
record MailContent(
    String text, @Nullable String html, List<Attachment> attachments, List<String> withheld) {
  /** A longer page is kept as a file, for no reader scrolls through it. */
  private static final int MAX_HTML = 1024 * 1024;

  private static final int MAX_CONTENT_ID = 200;
  private static final int MAX_TOLD = 50;

  /** A text in place of a mail that could not be taken apart. */
  static MailContent note(String text) {
    return new MailContent(Texts.body(text), null, List.of(), List.of());
  }

  /**
   * Sorts the leaves. Plain text is joined in its order; the first HTML is the page, and gives the
   * text where there is no plain one; everything else is a file.
   *
   * @throws MailBounds.Exceeded where that takes too long
   */
  static MailContent of(List<MailPart> parts, MailBounds bounds, FileLimits limits) {
    StringBuilder plain = new StringBuilder();
    @Nullable String html = null;
    @Nullable MailPart tooLong = null;
    List<Attachment> files = new ArrayList<>();
    List<String> withheld = new ArrayList<>();
    for (MailPart part : parts) {
      bounds.step();
      if (part.inlineText() && part.mediaType().equals("text/plain") && !beginsTooLate(part)) {
        plain.append(plain.isEmpty() ? "" : "\n\n").append(part.text().strip());
      } else if (html == null
          && part.inlineText()
          && part.mediaType().equals("text/html")
          && part.spooled() == null
          && part.size() <= MAX_HTML) {
        html = Texts.storable(part.text());
      } else {
        boolean page = part.inlineText() && part.mediaType().equals("text/html");
        tooLong = tooLong == null && page ? part : tooLong;
        String name =
            Texts.fileName(part.fileName(), fallbackName(part, files.size() + withheld.size() + 1));
        if (limits.allows(name, part.mediaType(), part.size())) {
          files.add(file(part, name));
        } else {
          withheld.add(FileLimits.told(name, part.size()));
        }
      }
    }
    String text = plain.toString();
    if (text.isBlank() && html != null) {
      text = HtmlText.of(html);
    } else if (text.isBlank() && tooLong != null) {
      text = HtmlText.of(tooLong.text());
    }
    List<String> told = withheld.stream().limit(MAX_TOLD).toList();
    return new MailContent(Texts.body(text), html, files, told);
  }

  /** Whether the words of a text stand behind more white space than is read of it. */
  private static boolean beginsTooLate(MailPart part) {
    return part.spooled() != null && part.text().isBlank();
  }

  private static Attachment file(MailPart part, String name) {
    String id = Texts.line(part.headers().first("content-id"), MAX_CONTENT_ID);
    String bare = id.startsWith("<") && id.endsWith(">") ? id.substring(1, id.length() - 1) : id;
    String shown = bare.isEmpty() ? null : bare;
    Buffer hash = part.sha256();
    return hash == null
        ? new Attachment(name, part.safeMediaType(), Buffer.buffer(part.bytes()), shown)
        : new Attachment(name, part.safeMediaType(), Buffer.buffer(), shown, hash, part.spooled());
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
