package io.omnigate.channels.email;

import io.omnigate.channels.Texts;
import java.util.ArrayList;
import java.util.List;

/**
 * One mailbox of an address header, read leniently: display names are decoded, comments dropped,
 * groups opened, and what holds no at sign is no mailbox.
 *
 * @param name the display name; empty where there is none
 * @param address {@code local@domain} as written
 */
record MailAddress(String name, String address) {
  private static final int MAX_ADDRESSES = 200;
  private static final int MAX_HEADER = 64 * 1024;

  /** Reads a header such as From or To, in one pass. */
  static List<MailAddress> parse(String header) {
    List<MailAddress> found = new ArrayList<>();
    String text = Texts.head(header, MAX_HEADER);
    StringBuilder plain = new StringBuilder();
    StringBuilder angle = new StringBuilder();
    boolean quoted = false;
    boolean inAngle = false;
    int comment = 0;
    for (int i = 0; i < text.length() && found.size() < MAX_ADDRESSES; i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length() && (quoted || comment > 0)) {
        i++;
        if (comment == 0) {
          plain.append(text.charAt(i));
        }
      } else if (c == '"' && comment == 0) {
        quoted = !quoted;
      } else if (quoted) {
        (inAngle ? angle : plain).append(c);
      } else if (c == '(') {
        comment++;
      } else if (c == ')' && comment > 0) {
        comment--;
      } else if (comment > 0) {
        continue;
      } else if (c == '<') {
        inAngle = true;
        angle.setLength(0);
      } else if (c == '>') {
        inAngle = false;
      } else if (c == ':' && !inAngle) {
        plain.setLength(0); // the name of a group
      } else if ((c == ',' || c == ';') && !inAngle) {
        flush(found, plain, angle);
      } else {
        (inAngle ? angle : plain).append(c);
      }
    }
    flush(found, plain, angle);
    return found;
  }

  private static void flush(List<MailAddress> found, StringBuilder plain, StringBuilder angle) {
    String outside = plain.toString().strip();
    if (angle.isEmpty()) {
      bare(found, outside);
    } else {
      String address = angle.toString().replace(" ", ""); // RFC 5322 4.4 has spaces at each dot
      add(found, outside, address);
    }
    plain.setLength(0);
    angle.setLength(0);
  }

  /** An address without angle brackets; what stands before it is its name. */
  private static void bare(List<MailAddress> found, String text) {
    int begin = 0;
    for (String word : text.split(" ")) {
      if (word.indexOf('@') > 0) {
        add(found, text.substring(0, begin).strip(), word);
        return;
      }
      begin += word.length() + 1;
    }
  }

  private static void add(List<MailAddress> found, String display, String written) {
    String address = Texts.line(written);
    if (address.indexOf('@') > 0 && address.indexOf(' ') < 0) {
      String name = Texts.line(EncodedWords.decode(display));
      found.add(new MailAddress(name.equalsIgnoreCase(address) ? "" : name, address));
    }
  }
}
