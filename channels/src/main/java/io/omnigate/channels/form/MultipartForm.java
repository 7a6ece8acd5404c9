package io.omnigate.channels.form;

import io.omnigate.channels.ChannelRequest;
import io.omnigate.channels.FileLimits;
import io.omnigate.channels.upload.MultipartBody;
import io.omnigate.core.error.Failure;
import io.omnigate.core.intake.Attachment;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** A contact form that was posted with files. */
final class MultipartForm implements MultipartBody.Parts {
  private static final int MAX_FILES = 10;

  private final FormPost.Builder post = new FormPost.Builder();
  private final List<Attachment> files = new ArrayList<>();
  private final FileLimits limits;

  private MultipartForm(FileLimits limits) {
    this.limits = limits;
  }

  /**
   * The fields and files in the request's body; wrong where {@code limits} forbid a file.
   *
   * @throws Failure {@code BAD_REQUEST} where the body is not well-formed
   * @throws UncheckedIOException where the disk has trouble
   */
  static FormPost read(ChannelRequest request, FileLimits limits) {
    MultipartForm form = new MultipartForm(limits);
    MultipartBody.read(request, form);
    if (form.files.size() > MAX_FILES) {
      form.post.wrong(
          MultipartBody.tooManyFiles("at most " + MAX_FILES + " files may be sent at once"));
    }
    return form.post.with(form.files);
  }

  @Override
  public void field(String name, String value) {
    post.add(name, value);
  }

  @Override
  public void tooLong(String name) {
    post.tooLong(name);
  }

  @Override
  public void file(String field, Attachment file) {
    limits.refusal(file.name(), file.mediaType(), file.size()).ifPresent(post::wrong);
    files.add(file);
  }
}
