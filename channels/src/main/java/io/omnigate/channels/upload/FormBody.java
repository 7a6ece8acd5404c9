package io.omnigate.channels.upload;

import io.omnigate.channels.ChannelRequest;
import io.omnigate.core.error.Failure;
import io.omnigate.core.intake.Attachment;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A posted form, {@code multipart/form-data} (RFC 7578) or {@code
 * application/x-www-form-urlencoded}. Values are bytes: a mail inside a form is in no charset.
 *
 * @param parts in their order, as far as they were read
 */
public record FormBody(List<FormPart> parts, Ending ending) {
  /** As many parts as a person's form may have. */
  public static final int MAX_PARTS = 50;

  /** How the reading ended. */
  public enum Ending {
    /** At the end that the form itself has. */
    WHOLE,
    /** At a part more than are read. */
    TOO_MANY_PARTS,
    /** Where it broke off, or is not well-formed. */
    BROKEN
  }

  /** Takes the parts of a form, in their order. What it throws ends the giving. */
  public interface Parts {
    /** A field. */
    void field(String name, String value);

    /** A field that is longer than {@link FormPart#MAX_TEXT}. */
    void tooLong(String name);

    /**
     * A file.
     *
     * @param field the name of its field
     */
    void file(String field, Attachment file);
  }

  /**
   * Reads the request's body in either encoding. What breaks off, or has more parts, is read as far
   * as it goes.
   *
   * @throws Failure {@code UNSUPPORTED_TYPE} for any other encoding, {@code BAD_REQUEST} where the
   *     media type has no boundary
   * @throws UncheckedIOException where the disk has trouble
   */
  public static FormBody read(ChannelRequest request, int maxParts) {
    return switch (request.mediaType()) {
      case MultipartBody.MEDIA_TYPE -> MultipartBody.read(request, maxParts);
      case UrlEncodedBody.MEDIA_TYPE -> UrlEncodedBody.read(request.whole(), maxParts);
      default ->
          throw new Failure(
              Failure.Kind.UNSUPPORTED_TYPE,
              "unsupported-media-type",
              "send multipart/form-data or application/x-www-form-urlencoded");
    };
  }

  /** Whether all of it was read. */
  public boolean whole() {
    return ending == Ending.WHOLE;
  }

  /**
   * The same form, if all of it was read.
   *
   * @param maxFiles how many files it may have: with more it has too many of those
   * @throws Failure {@code BAD_REQUEST} where it broke off, {@code INVALID} where it has too many
   *     parts
   */
  public FormBody requireWhole(int maxFiles) {
    return switch (ending) {
      case WHOLE -> this;
      case TOO_MANY_PARTS -> throw tooMany(maxFiles);
      case BROKEN -> throw malformed();
    };
  }

  /**
   * Gives every part.
   *
   * @throws UncheckedIOException where the disk has trouble
   */
  public void give(Parts to) {
    int files = 0;
    for (FormPart part : parts) {
      if (part.fileName().isEmpty()) {
        part.text(part.charset())
            .ifPresentOrElse(text -> to.field(part.name(), text), () -> to.tooLong(part.name()));
      } else if (!part.isLeftAlone()) {
        to.file(part.name(), UploadedFile.of(part, ++files));
      }
    }
  }

  /** The first part of the name. */
  public Optional<FormPart> first(String name) {
    return parts.stream().filter(part -> part.name().equals(name)).findFirst();
  }

  /** The value in UTF-8 of the only part of the name; empty where it is missing or given twice. */
  public Optional<String> only(String name) {
    List<FormPart> found = parts.stream().filter(part -> part.name().equals(name)).toList();
    return found.size() == 1 ? found.getFirst().text(StandardCharsets.UTF_8) : Optional.empty();
  }

  /** The value in UTF-8 of the first part of the name; empty where there is none, or too long. */
  public Optional<String> text(String name) {
    return first(name).flatMap(part -> part.text(StandardCharsets.UTF_8));
  }

  /** A body that is not in the encoding that its media type names. */
  static Failure malformed() {
    return new Failure(
        Failure.Kind.BAD_REQUEST, "malformed-body", "the body is not a well-formed form");
  }

  private Failure tooMany(int maxFiles) {
    return parts.stream().filter(part -> part.fileName().isPresent()).count() > maxFiles
        ? tooManyFiles(maxFiles)
        : new Failure(
            Failure.Kind.INVALID,
            "too-many-parts",
            "a form has at most " + parts.size() + " fields and files; send fewer",
            Map.of("limit", parts.size()));
  }

  /** More files than may be sent at once. */
  public static Failure tooManyFiles(int most) {
    return new Failure(
        Failure.Kind.INVALID,
        "too-many-files",
        "at most " + most + " files may be sent at once",
        Map.of("field", "files"));
  }
}
