package io.omnigate.channels;

import io.omnigate.core.config.Section;
import io.omnigate.core.error.Failure;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which files of customers are handed to agents. A mail is never refused for its files: one that is
 * withheld stays in the raw mail and is named in the thread. Whoever sends a file by a page is told
 * at once and can send another one.
 *
 * @param maxBytes of one file
 * @param blocked endings of names, such as {@code exe}, and media types, in lower case
 */
public record FileLimits(long maxBytes, Set<String> blocked) {
  private static final String ENTRY = "[a-z0-9][a-z0-9!#$&^_.+-]*(/[a-z0-9!#$&^_.+-]+)?";

  /** Files of any sort, of at most {@code maxMiB} MiB each. */
  public static FileLimits ofAnySort(int maxMiB) {
    return new FileLimits((long) maxMiB << 20, Set.of());
  }

  /**
   * Reads the settings {@code maxFileMiB} and {@code blockedFiles} of a channel.
   *
   * @param maxMiB what the channel takes at most, and where {@code maxFileMiB} is left out
   */
  public static FileLimits read(Section section, int maxMiB) {
    int mib = section.integer("maxFileMiB", maxMiB, 1, maxMiB);
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
  public boolean allows(String name, String mediaType, long bytes) {
    return bytes <= maxBytes && !isBlocked(name, mediaType);
  }

  /**
   * Why agents may not have the file; empty where they may.
   *
   * @return {@code INVALID}, which names the field {@code files}, the {@code file} and, where it is
   *     too large, the {@code maxMiB} that it may have
   */
  public Optional<Failure> refusal(String name, String mediaType, long bytes) {
    if (isBlocked(name, mediaType)) {
      return Optional.of(
          new Failure(
              Failure.Kind.INVALID,
              "file-type-not-allowed",
              "files like " + name + " are not taken here; send it in another form",
              Map.of("field", "files", "file", name)));
    }
    return bytes <= maxBytes
        ? Optional.empty()
        : Optional.of(
            new Failure(
                Failure.Kind.INVALID,
                "file-too-large",
                name + " is larger than " + (maxBytes >> 20) + " MiB; send a smaller file",
                Map.of("field", "files", "file", name, "maxMiB", maxBytes >> 20)));
  }

  /**
   * Lets a file through that agents may have.
   *
   * @throws Failure what {@link #refusal} says otherwise
   */
  public void require(String name, String mediaType, long bytes) {
    Optional<Failure> refusal = refusal(name, mediaType, bytes);
    if (refusal.isPresent()) {
      throw refusal.get();
    }
  }

  /** What the thread says of a file that is withheld. */
  public static String told(String name, long bytes) {
    return Texts.line(name, 150) + " (" + bytes + " bytes)";
  }

  private boolean isBlocked(String name, String mediaType) {
    int dot = name.lastIndexOf('.');
    String ending = dot < 0 ? "" : name.substring(dot + 1).strip().toLowerCase(Locale.ROOT);
    return blocked.contains(ending) || blocked.contains(mediaType);
  }
}
