package io.omnigate.channels.postmark;

import io.omnigate.channels.JsonBody;
import io.omnigate.channels.email.Envelope;
import io.omnigate.channels.email.HandedMail;
import io.omnigate.channels.email.HandedMail.File;
import io.omnigate.channels.email.HandedMail.Header;
import io.omnigate.core.error.Failure;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The document Postmark posts (https://postmarkapp.com/developer/webhooks/inbound-webhook): the
 * parts of the mail, and the whole of it as {@code RawEmail} where the server is set to include it.
 * The recipient of the envelope is {@code OriginalRecipient}; what stood after its plus is still in
 * it, so that {@code MailboxHash} says nothing new.
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

  private PostmarkMail() {}

  /**
   * The mail in the document.
   *
   * @throws Failure {@code INVALID} where it has none
   */
  static HandedMail of(JsonObject document) {
    List<Header> headers = headers(document);
    Envelope envelope =
        new Envelope(
            headers.stream()
                .filter(header -> header.name().equalsIgnoreCase("Return-Path"))
                .map(Header::value)
                .findFirst(),
            JsonBody.words(document, "OriginalRecipient"));
    Optional<String> raw = JsonBody.words(document, "RawEmail");
    if (raw.isPresent()) {
      return new HandedMail.Raw(Buffer.buffer(raw.get()), envelope);
    }
    if (JsonBody.words(document, "From").isEmpty()
        && JsonBody.words(document, "MessageID").isEmpty()) {
      throw Failure.invalid("From", "neither RawEmail nor From is given: this carries no mail");
    }
    try {
      return new HandedMail.Fields(
          headers,
          JsonBody.text(document, "TextBody").orElse(""),
          JsonBody.words(document, "HtmlBody").orElse(null),
          JsonBody.objects(document, "Attachments").stream().map(PostmarkMail::file).toList(),
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

  private static File file(JsonObject attachment) {
    return new File(
        JsonBody.text(attachment, "Name").orElse(""),
        JsonBody.text(attachment, "ContentType").orElse("").split(";", 2)[0].strip(),
        Buffer.buffer(
            Base64.getMimeDecoder().decode(JsonBody.text(attachment, "Content").orElse(""))),
        JsonBody.text(attachment, "ContentID").orElse(""));
  }
}
