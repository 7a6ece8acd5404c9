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
  /** What is longer is kept as a file, for no reader scrolls through it; in bytes. */
  private static final int MAX_HTML = 1024 * 1024;

  private static final int MAX_CONTENT_ID = 200;
  private static final int MAX_TOLD = 50;

  /** A text in place of a mail that could not be taken apart. */
  static MailContent note(String text) {
    return new MailContent(Texts.body(text), null, List.of(), List.of());
  }

  /**
   * Sorts the leaves: what stands to be read in its place is the text and the page, everything else
   * is a file.
   *
   * @throws MailBounds.Exceeded where that takes too long
   */
  static MailContent of(MailNode mail, MailBounds bounds, FileLimits limits) {
    Sorting sorting = new Sorting(bounds, limits);
    Written written = sorting.written(mail);
    String text = written.words();
    MailPart tooLong = sorting.tooLong;
    if (text.isBlank() && written.html() == null && tooLong != null) {
      text = HtmlText.of(tooLong.text());
    }
    List<String> told = sorting.withheld.stream().limit(MAX_TOLD).toList();
    return new MailContent(Texts.body(text), written.html(), sorting.files, told);
  }

  /** One pass over the tree. */
  private static final class Sorting {
    private final MailBounds bounds;
    private final FileLimits limits;
    private final List<Attachment> files = new ArrayList<>();
    private final List<String> withheld = new ArrayList<>();
    private @Nullable MailPart tooLong;
    private long pageLeft = MAX_HTML;

    Sorting(MailBounds bounds, FileLimits limits) {
      this.bounds = bounds;
      this.limits = limits;
    }

    private Written written(MailNode node) {
      return switch (node) {
        case MailPart part -> written(part);
        case MailNode.Multipart(boolean alternative, List<MailNode> nodes) -> {
          List<Written> parts = nodes.stream().map(this::written).toList();
          yield alternative ? Written.alternatives(parts) : Written.inTurn(parts, MAX_HTML);
        }
      };
    }

    private Written written(MailPart part) {
      bounds.step();
      if (part.inlineText() && part.mediaType().equals("text/plain") && !beginsTooLate(part)) {
        String text = part.text().strip();
        return new Written(text.isEmpty() ? null : text, null);
      }
      boolean page = part.inlineText() && part.mediaType().equals("text/html");
      if (page && part.spooled() == null && part.size() <= pageLeft) {
        pageLeft -= part.size();
        String html = Texts.storable(part.text());
        return new Written(null, html.isBlank() ? null : html);
      }
      tooLong = tooLong == null && page ? part : tooLong;
      keep(part);
      return Written.NOTHING;
    }

    private void keep(MailPart part) {
      String name =
          Texts.fileName(part.fileName(), fallbackName(part, files.size() + withheld.size() + 1));
      if (limits.allows(name, part.mediaType(), part.size())) {
        files.add(file(part, name));
      } else {
        withheld.add(FileLimits.told(name, part.size()));
      }
    }
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
