package io.omnigate.channels.email.out;

import io.omnigate.core.outbox.Delivery;
import io.omnigate.core.outbox.MailTokens;
import io.omnigate.core.outbox.MessageIds;
import io.omnigate.core.outbox.OutboundMessage;
import io.omnigate.core.outbox.Wording;
import io.vertx.core.MultiMap;
import io.vertx.ext.mail.MailAttachment;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a mail of a message: addressed so that answers and bounces find back, threaded by
 * In-Reply-To and References (RFC 5322 3.6.4), and marked where no person wrote it (RFC 3834
 * section 5).
 */
final class MailComposer {
  /** The null return path (RFC 5321 4.5.5); an empty text would be taken for none given. */
  private static final String NULL_PATH = "<>";

  /** How many bytes of a file stand in a line. */
  private static final int LINE = 57;

  private final String from;
  private final OwnAddresses addresses;
  private final MessageIds messageIds;
  private final MailBody body;

  /**
   * A composer.
   *
   * @param from the mailbox mail comes from, with its name
   * @param address the same without
   */
  MailComposer(
      String from, String address, MailTokens tokens, MessageIds messageIds, Wording wording) {
    this.from = HeaderGuard.value("From", FromHeader.of(from, address));
    this.addresses = new OwnAddresses(address, messageIds.domain(), tokens);
    this.messageIds = messageIds;
    this.body = new MailBody(wording);
  }

  /**
   * The mail.
   *
   * @throws Unmailable where there is no address it could go to
   */
  OutgoingMail compose(Delivery delivery) {
    OutboundMessage message = delivery.message();
    MailBody.Said said = body.of(delivery);
    OutgoingMail mail = new OutgoingMail();
    mail.setFrom(from);
    mail.setTo(HeaderGuard.address(message.recipient()));
    mail.setBounceAddress(
        delivery.purpose().repeatsNothing() ? NULL_PATH : addresses.returnPath(message));
    mail.setText(said.text());
    mail.setHtml(said.html());
    mail.setHeaders(headers(delivery, said));
    attach(mail, delivery.content().files());
    return mail;
  }

  private MultiMap headers(Delivery delivery, MailBody.Said said) {
    OutboundMessage message = delivery.message();
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    String id = message.messageId();
    add(headers, "Message-ID", id == null ? messageIds.issue(message.ticket(), message.id()) : id);
    headers.add("Subject", subject(said.subject()));
    add(headers, "Reply-To", addresses.replyTo(message));
    if (delivery.purpose().automatic()) { // an agent writes in any language
      add(headers, "Content-Language", said.language());
    }
    List<String> references = HeaderGuard.messageIds(delivery.references());
    if (!references.isEmpty()) {
      headers.add("In-Reply-To", references.getLast());
      headers.add("References", String.join("\r\n ", references)); // folded, RFC 5322 2.2.3
    }
    switch (delivery.purpose()) {
      case ANSWER -> {
        // a person wrote it
      }
      case ACKNOWLEDGEMENT -> automatic(headers, "auto-replied", "All");
      case CONFIRMATION -> automatic(headers, "auto-generated", "All");
      case REMINDER, CLOSING -> automatic(headers, "auto-generated", "OOF, AutoReply");
    }
    return headers;
  }

  /**
   * Marks what no person wrote.
   *
   * @param suppressed what Exchange is not to send back ([MS-OXCMAIL] 2.1.3.2.20)
   */
  private static void automatic(MultiMap headers, String how, String suppressed) {
    add(headers, "Auto-Submitted", how);
    add(headers, "X-Auto-Response-Suppress", suppressed);
  }

  private static String subject(String subject) {
    return HeaderEncoding.text("Subject", HeaderGuard.value("Subject", subject));
  }

  private static void add(MultiMap headers, String name, String value) {
    headers.add(name, HeaderGuard.value(name, value));
  }

  private static void attach(OutgoingMail mail, List<Delivery.File> files) {
    List<MailAttachment> attached = new ArrayList<>();
    List<MailAttachment> inline = new ArrayList<>();
    for (Delivery.File file : files) {
      String contentId = HeaderGuard.contentId(file.contentId());
      MailAttachment part =
          MailAttachment.create()
              .setContentType(HeaderGuard.mediaType(file.mediaType()))
              .setStream(mail.read(file))
              .setSize(announced(file.size()));
      String name = HeaderEncoding.parameter("filename", HeaderGuard.fileName(file.name()));
      if (contentId == null) {
        attached.add(part.setDisposition("attachment" + name));
      } else {
        inline.add(part.setDisposition("inline" + name).setContentId('<' + contentId + '>'));
      }
    }
    if (!attached.isEmpty()) {
      mail.setAttachment(attached);
    }
    if (!inline.isEmpty()) {
      mail.setInlineAttachment(inline);
    }
  }

  /**
   * The size to give the client for a file, so that it tells the server (RFC 1870) the size that
   * the file has in the mail: it adds a third for Base64, and nothing for the ends of the lines.
   */
  private static int announced(long size) {
    return Math.toIntExact(size + size / LINE * 3 / 2 + LINE);
  }
}
