package io.omnigate.channels.postmark;

import io.omnigate.channels.JsonBody;
import io.omnigate.channels.email.Envelope;
import io.omnigate.channels.email.HandedMail;
import io.omnigate.channels.email.HandedMail.File;
import io.omnigate.channels.email.HandedMail.Header;
import io.omnigate.channels.email.HandedMail.Text;
import io.omnigate.channels.http.Body;
import io.omnigate.channels.upload.Base64Text;
import io.omnigate.channels.upload.JsonTexts;
import io.omnigate.core.error.Failure;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The document Postmark posts (https://postmarkapp.com/developer/webhooks/inbound-webhook): the
 * parts of the mail, and the whole of it as {@code RawEmail} where the server is set to include it.
 * The recipient of the envelope is {@code OriginalRecipient}; what stood after its plus is still in
 * it, so that {@code MailboxHash} says nothing new. Its sender is not told apart: a Return-Path
 * among the headers may be the mail's own.
 */
final class PostmarkMail {
  /** Where each header stands that {@code Headers} leaves out. */
  private static final Map<String, String> OWN_MEMBERS =
      Map.of(
          "to", "To",
          "cc", "Cc",
          "subject", "Subject",
          "date", "Date",
          "reply-to", "ReplyTo");

  /** What may be long; the reply without its quotes is among what is not read. */
  private static final Set<String> LONG =
      Set.of("RawEmail", "TextBody", "HtmlBody", "StrippedTextReply", "Content");

  private PostmarkMail() {}

  /**
   * The mail in a body; one with too much beside its texts and files is kept as it came.
   *
   * @throws Failure {@code BAD_REQUEST} where it is no JSON object, {@code INVALID} where it has no
   *     mail
   * @throws UncheckedIOException where the disk has trouble
   */
  static HandedMail of(Body body) {
    try {
      return of(JsonTexts.read(body, LONG));
    } catch (Failure failure) {
      if (failure.kind() == Failure.Kind.TOO_LARGE) {
        return new HandedMail.Unread(List.of(), new Envelope(Optional.empty(), Optional.empty()));
      }
      throw failure;
    }
  }

  private static HandedMail of(JsonTexts texts) {
    JsonObject document = texts.object();
    List<Header> headers = headers(document);
    Envelope envelope =
        new Envelope(Optional.empty(), JsonBody.words(document, "OriginalRecipient"));
    Optional<Body> raw = texts.text(document, "RawEmail").filter(text -> !blank(text));
    if (raw.isPresent()) {
      return new HandedMail.Raw(raw.get(), envelope);
    }
    if (JsonBody.words(document, "From").isEmpty()
        && JsonBody.words(document, "MessageID").isEmpty()) {
      throw Failure.invalid("From", "neither RawEmail nor From is given: this carries no mail");
    }
    try {
      return new HandedMail.Fields(
          headers,
          text(texts, "TextBody"),
          text(texts, "HtmlBody"),
          JsonBody.objects(document, "Attachments").stream()
              .map(each -> file(texts, each))
              .toList(),
          envelope);
    } catch (IllegalArgumentException notBase64) {
      return new HandedMail.Unread(headers, envelope); // a file is missing: the raw body has it
    }
  }

  private static List<Header> headers(JsonObject document) {
    List<Header> headers = new ArrayList<>();
    for (JsonObject each : JsonBody.objects(document, "Headers")) {
      Optional<String> name = JsonBody.words(each, "Name");
      Optional<String> value = JsonBody.text(each, "Value");
      if (name.isPresent() && value.isPresent()) {
        headers.add(new Header(name.get(), value.get()));
      }
    }
    from(document).ifPresent(from -> addMissing(headers, "from", from));
    OWN_MEMBERS.forEach(
        (header, member) ->
            JsonBody.words(document, member).ifPresent(text -> addMissing(headers, header, text)));
    return headers;
  }

  /** The name is quoted here, for it comes without quotes and may hold a comma. */
  private static Optional<String> from(JsonObject document) {
    JsonObject full = JsonBody.object(document, "FromFull");
    String name =
        JsonBody.text(full, "Name").orElse("").replace("\\", "\\\\").replace("\"", "\\\"");
    return JsonBody.words(full, "Email")
        .map(email -> '"' + name + "\" <" + email + '>')
        .or(() -> JsonBody.words(document, "From"));
  }

  private static void addMissing(List<Header> headers, String name, String value) {
    if (headers.stream().noneMatch(header -> header.name().equalsIgnoreCase(name))) {
      headers.add(new Header(name, value));
    }
  }

  private static Text text(JsonTexts texts, String member) {
    return texts.text(texts.object(), member).map(Text::utf8).orElseGet(() -> Text.of(""));
  }

  /** White space alone is no mail. */
  private static boolean blank(Body text) {
    try (InputStream in = new BufferedInputStream(text.open())) {
      int next = in.read();
      while (next >= 0 && Character.isWhitespace(next)) {
        next = in.read();
      }
      return next < 0;
    } catch (IOException lost) {
      throw new UncheckedIOException(lost);
    }
  }

  private static File file(JsonTexts texts, JsonObject attachment) {
    return new File(
        JsonBody.text(attachment, "Name").orElse(""),
        JsonBody.text(attachment, "ContentType").orElse("").split(";", 2)[0].strip(),
        texts
            .text(attachment, "Content")
            .map(base64 -> Base64Text.decode(base64, texts.pieces()))
            .orElseGet(() -> Body.of(Buffer.buffer())),
        JsonBody.text(attachment, "ContentID").orElse(""));
  }
}
