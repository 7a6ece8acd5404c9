package io.omnigate.channels.email;

import io.omnigate.channels.Texts;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads headers that name messages: Message-ID, In-Reply-To, References (RFC 5322 3.6.4). */
final class MessageIdList {
  private static final int MAX_ID = 250;

  /** The newest ones matter; a long thread names hundreds. */
  private static final int MAX_IDS = 50;

  private MessageIdList() {}

  /** The one id of a Message-ID header, with its angle brackets even where they are missing. */
  static Optional<String> single(String header) {
    List<String> ids = all(header);
    if (!ids.isEmpty()) {
      return Optional.of(ids.getFirst());
    }
    String bare = header.strip();
    boolean id = bare.indexOf('@') > 0 && bare.chars().noneMatch(c -> c <= ' ' || c == '<');
    return id && fits(bare) ? Optional.of('<' + bare + '>') : Optional.empty();
  }

  /** Every id in angle brackets, in the order of the header. */
  static List<String> all(String header) {
    List<String> ids = new ArrayList<>();
    int open = header.indexOf('<');
    while (open >= 0) {
      int close = header.indexOf('>', open);
      if (close < 0) {
        break;
      }
      String id = header.substring(open, close + 1).replace(" ", "");
      if (id.length() > 2 && fits(id)) {
        ids.add(id);
      }
      open = header.indexOf('<', close);
    }
    return ids;
  }

  /** The messages that a mail answers: In-Reply-To, then References from the newest back. */
  static List<String> answered(MailHeaders headers) {
    Set<String> ids = new LinkedHashSet<>(all(headers.first("in-reply-to")));
    ids.addAll(all(headers.first("references")).reversed());
    return ids.stream().limit(MAX_IDS).toList();
  }

  private static boolean fits(String id) {
    return id.length() <= MAX_ID && !Texts.hasControls(id);
  }
}
