package io.omnigate.channels;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of a social message beside its text, under the names that all channels share:
 * {@code messageId} (the provider's), {@code sentAt}, {@code replyTo} (the provider's id of the
 * message it answers), {@code edited}, {@code media} (see {@link Media}), and what else a channel
 * puts in. Every text is one line, and bounded.
 */
public final class Facts {
  private static final int MAX_MEDIA = 50;

  private final Map<String, Object> facts = new LinkedHashMap<>();
  private final List<Map<String, Object>> media = new ArrayList<>();

  /** The provider's id of the message; later edits and withdrawals name it. */
  public Facts messageId(Optional<String> id) {
    return text("messageId", id);
  }

  /** When the customer wrote, by the provider's clock. */
  public Facts sentAt(Optional<Instant> at) {
    at.ifPresent(moment -> facts.put("sentAt", moment.toString()));
    return this;
  }

  /** The message is the newer text of an earlier one with the same {@code messageId}. */
  public Facts edited(boolean is) {
    if (is) {
      facts.put("edited", true);
    }
    return this;
  }

  /** Any other text. */
  public Facts text(String name, Optional<String> value) {
    value.map(Texts::line).filter(line -> !line.isEmpty()).ifPresent(line -> facts.put(name, line));
    return this;
  }

  /** A file, by reference; more than 50 are left out. */
  public Facts media(Media file) {
    if (media.size() < MAX_MEDIA) {
      media.add(file.fact());
    }
    return this;
  }

  /** Files, by reference. */
  public Facts media(List<Media> files) {
    files.forEach(this::media);
    return this;
  }

  /** JSON values, to be stored with the message. */
  public Map<String, Object> map() {
    Map<String, Object> all = new LinkedHashMap<>(facts);
    if (!media.isEmpty()) {
      all.put("media", List.copyOf(media));
    }
    return all;
  }
}
