package io.omnigate.channels.email;

import io.omnigate.channels.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One mailbox of an address header, read leniently: display names are decoded, comments dropped,
 * groups opened, and what holds no at sign is no mailbox. Nor is one whose local part needs its
 * quotes or holds spaces (RFC 5321 4.1.2): without them it would be the address of somebody else.
 *
 * @param name the display name; empty where there is none
 * @param address {@code local@domain}, without quotes and comments and else as written
 */
record MailAddress(String name, String address) {
  private static final int MAX_ADDRESSES = 200;
  private static final int MAX_HEADER = 64 * 1024;

  /** A local part in quotes that it does not need. */
  private static final Pattern QUOTED = Pattern.compile("\"([^\\s\"(),:;<>@\\[\\\\\\]]+)\" ?@(.+)");

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
      StringBuilder part = inAngle ? angle : plain;
      if (c == '\\' && i + 1 < text.length() && (quoted || comment > 0)) {
        i++;
        if (comment == 0) {
          part.append(c).append(text.charAt(i));
        }
      } else if (c == '"' && comment == 0) {
        quoted = !quoted;
        part.append(c);
      } else if (quoted) {
        part.append(c);
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
        part.append(c);
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
      add(found, outside, angle.toString());
    }
    plain.setLength(0);
    angle.setLength(0);
  }

  /** An address without angle brackets; what stands before it is its name. */
  private static void bare(List<MailAddress> found, String text) {
    for (int begin = 0, end; begin < text.length(); begin = end + 1) {
      end = HeaderValue.endOutsideQuotes(text, begin, ' ');
      String word = text.substring(begin, end);
      int at = word.lastIndexOf('@');
      if (at > 0 && at > word.lastIndexOf('"')) {
        add(found, text.substring(0, begin).strip(), word);
        return;
      }
    }
  }

  private static void add(List<MailAddress> found, String display, String written) {
    String address = unquotedAddress(Texts.line(written));
    if (address.indexOf('@') > 0 && address.indexOf(' ') < 0) {
      String name = Texts.line(EncodedWords.decode(unquoted(display)));
      found.add(new MailAddress(name.equalsIgnoreCase(address) ? "" : name, address));
    }
  }

  /** Without quotes that are not needed; empty where they are. */
  private static String unquotedAddress(String written) {
    String address = written;
    if (written.indexOf('"') >= 0) {
      Matcher quoted = QUOTED.matcher(written);
      address = quoted.matches() ? quoted.group(1) + '@' + quoted.group(2) : "";
    }
    return address.replaceAll(" ?([.@]) ?", "$1"); // RFC 5322 4.4 has spaces there
  }

  private static String unquoted(String display) {
    StringBuilder name = new StringBuilder(display.length());
    boolean quoted = false;
    for (int i = 0; i < display.length(); i++) {
      char c = display.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else {
        boolean escape = c == '\\' && quoted && i + 1 < display.length();
        name.append(escape ? display.charAt(++i) : c);
      }
    }
    return name.toString();
  }
}
