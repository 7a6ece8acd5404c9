package io.omnigate.channels.form;

import io.omnigate.core.error.Failure;
import java.util.Set;

/**
 * Why a post was refused, in the words of a page.
 *
 * @param field the field that it is about; empty where it is about none that the page shows
 */
record Wrong(String field, String text) {
  private static final Set<String> SHOWN =
      Set.of("name", "email", "phone", "subject", "message", "files");

  /** The failure as a reader of the page is told it: in their language, and by what they can do. */
  static Wrong of(Failure failure, PageWords words) {
    String named = failure.more().get("field") instanceof String field ? field : "";
    String field = SHOWN.contains(named) ? named : "";
    return switch (failure.code()) {
      case "too-long" -> new Wrong(field, words.say("wrong.long"));
      case "too-many-files" -> new Wrong("files", words.say("wrong.files.many"));
      case "file-too-large" -> new Wrong("files", file(failure, words.say("wrong.files.size")));
      case "file-type-not-allowed" ->
          new Wrong("files", file(failure, words.say("wrong.files.type")));
      case "body-too-large" -> new Wrong("files", words.say("wrong.large"));
      default ->
          switch (field) {
            case "email", "phone", "message" -> new Wrong(field, words.say("wrong." + field));
            default ->
                new Wrong(
                    field, words.say(failure.kind().retryable() ? "wrong.busy" : "wrong.other"));
          };
    };
  }

  private static String file(Failure failure, String text) {
    return text.replace("{file}", String.valueOf(failure.more().get("file")))
        .replace("{mib}", String.valueOf(failure.more().get("maxMiB")));
  }
}
