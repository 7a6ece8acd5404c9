package io.omnigate.channels.email.out;

import io.omnigate.core.SmtpPeer.Received;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.dom.Multipart;
import org.apache.james.mime4j.message.DefaultMessageBuilder;

/** Reads a mail that a server took. */
final class SentMail {
  private SentMail() {}

  /** The whole of it. */
  static Message parsed(Received mail) throws Exception {
    byte[] content = mail.content().getBytes(StandardCharsets.ISO_8859_1);
    return new DefaultMessageBuilder().parseMessage(new ByteArrayInputStream(content));
  }

  /** The names of its files, as a reader of mail sees them. */
  static List<String> fileNames(Received mail) throws Exception {
    List<String> names = new ArrayList<>();
    gather(parsed(mail), names);
    return names;
  }

  private static void gather(Entity entity, List<String> names) {
    if (entity.getBody() instanceof Multipart multipart) {
      multipart.getBodyParts().forEach(part -> gather(part, names));
    } else if (entity.getFilename() != null) {
      names.add(entity.getFilename());
    }
  }

  /** What stands between the angle brackets. */
  static String address(String mailbox) {
    return mailbox.substring(mailbox.indexOf('<') + 1, mailbox.indexOf('>'));
  }

  /** What stands behind the plus of an address. */
  static String token(String address) {
    return address.substring(address.indexOf('+') + 1, address.lastIndexOf('@'));
  }

  /** The decoded text of the first part of a type. */
  static String text(Received mail, String type) {
    String content = mail.content();
    int part = content.indexOf("Content-Type: " + type);
    int blank = content.indexOf("\r\n\r\n", part);
    String head = content.substring(part, blank);
    int end = content.indexOf("\r\n--", blank);
    String body = content.substring(blank + 4, end < 0 ? content.length() : end);
    String plain = head.contains("quoted-printable") ? unquoted(body) : body;
    return plain.replace("\r\n", "\n");
  }

  private static String unquoted(String body) {
    String joined = body.replace("=\r\n", "");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < joined.length(); i++) {
      char c = joined.charAt(i);
      if (c == '=' && i + 2 < joined.length()) {
        bytes.write(Integer.parseInt(joined.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        bytes.write(c);
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
