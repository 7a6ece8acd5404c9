package io.omnigate.channels.email;

import io.omnigate.channels.Texts;
import io.omnigate.core.config.Section;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which files of a mail are handed to agents. A mail is never refused for its files: one that is
 * withheld stays in the raw mail and is named in the thread.
 *
 * @param maxBytes of one file
 * @param blocked endings of names, such as {@code exe}, and media types, in lower case
 */
public record FileLimits(long maxBytes, Set<String> blocked) {
  /** As much as a mail can hold, of any sort. */
  static final FileLimits NONE = new FileLimits(MailBounds.MAX_BYTES, Set.of());

  private static final int MAX_MIB = MailBounds.MAX_BYTES >> 20;
  private static final String ENTRY = "[a-z0-9][a-z0-9!#$&^_.+-]*(/[a-z0-9!#$&^_.+-]+)?";

  /** Reads the settings {@code maxFileMiB} and {@code blockedFiles} of a mail channel. */
  public static FileLimits read(Section section) {
    int mib = section.integer("maxFileMiB", MAX_MIB, 1, MAX_MIB);
    List<String> blocked = section.texts("blockedFiles", List.of());
    Set<String> lower =
        blocked.stream()
            .map(each -> each.strip().toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
    if (!lower.stream().allMatch(each -> each.matches(ENTRY))) {
      section.mistake("blockedFiles", "has to list endings like exe and types like image/svg+xml");
    }
    return new FileLimits((long) mib << 20, lower);
  }

  /** Whether agents may have the file. */
  boolean allows(String name, String mediaType, long bytes) {
    int dot = name.lastIndexOf('.');
    String ending = dot < 0 ? "" : name.substring(dot + 1).strip().toLowerCase(Locale.ROOT);
    return bytes <= maxBytes && !blocked.contains(ending) && !blocked.contains(mediaType);
  }

  /** What the thread says of a file that is withheld. */
  static String told(String name, long bytes) {
    return Texts.line(name, 150) + " (" + bytes + " bytes)";
  }
}
