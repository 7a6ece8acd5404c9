package io.omnigate.channels.form;

import io.omnigate.channels.FileLimits;
import io.omnigate.channels.upload.FormBody;
import io.omnigate.core.intake.Attachment;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** A contact form that was posted as one, with files or without. */
final class PostedForm implements FormBody.Parts {
  /** How many files one form can have. */
  static final int MAX_FILES = 10;

  private final FormPost.Builder post = new FormPost.Builder();
  private final List<Attachment> files = new ArrayList<>();
  private final FileLimits limits;

  private PostedForm(FileLimits limits) {
    this.limits = limits;
  }

  /**
   * The fields and files in {@code body}; wrong where {@code limits} forbid a file.
   *
   * @throws UncheckedIOException where the disk has trouble
   */
  static FormPost read(FormBody body, FileLimits limits) {
    PostedForm form = new PostedForm(limits);
    body.give(form);
    if (form.files.size() > MAX_FILES) {
      form.post.wrong(FormBody.tooManyFiles(MAX_FILES));
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
