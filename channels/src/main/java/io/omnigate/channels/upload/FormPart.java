package io.omnigate.channels.upload;

import io.omnigate.channels.http.Body;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.Optional;

/**
 * A field or a file of a form.
 *
 * @param fileName of a file, as its sender gave it
 * @param mediaType of a file, in lower case and without parameters; may be empty
 * @param charset that a field names for itself; else UTF-8
 * @param content in memory, or beside the form's body
 */
public record FormPart(
    String name, Optional<String> fileName, String mediaType, Charset charset, Body content) {
  /** A longer text is none that a form or a mail needs beside its files, in bytes. */
  public static final int MAX_TEXT = 1024 * 1024;

  /** A longer name, file name or media type ends the reading of its form, in UTF-16 units. */
  static final int MAX_WORDS = 1_000;

  /** A browser sends an empty part for a file field that was left alone. */
  boolean isLeftAlone() {
    return content.size() == 0 && fileName.filter(String::isBlank).isPresent();
  }

  /**
   * The value, if it is no longer than {@link #MAX_TEXT}.
   *
   * @throws UncheckedIOException where the disk has trouble
   */
  public Optional<String> text(Charset as) {
    return content.size() > MAX_TEXT
        ? Optional.empty()
        : Optional.of(new String(head(MAX_TEXT), as));
  }

  /**
   * The first bytes.
   *
   * @param most how many at most
   * @throws UncheckedIOException where the disk has trouble
   */
  public byte[] head(int most) {
    try {
      return content.head(most);
    } catch (IOException lost) {
      throw new UncheckedIOException(lost);
    }
  }
}
