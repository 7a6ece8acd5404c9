package io.omnigate.channels.out;

import io.omnigate.core.outbox.Delivery;
import io.vertx.core.buffer.Buffer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A {@code multipart/form-data} body (RFC 7578) with one file at most, which is its last part. */
public final class FormData {
  private static final String END = "\r\n";

  private final String boundary = "omnigate-" + UUID.randomUUID();
  private final Buffer head = Buffer.buffer();
  private Delivery.@Nullable File file;

  /** A field; before the file. */
  public FormData field(String name, String value) {
    begin(name, "").appendString(END).appendString(value).appendString(END);
    return this;
  }

  /** The file; its name and media type are data, and cannot add a line or a parameter. */
  public FormData file(String name, Delivery.File sent) {
    begin(name, "; filename=\"" + quoted(sent.name()) + '"')
        .appendString("Content-Type: " + quoted(sent.mediaType()) + END + END);
    file = sent;
    return this;
  }

  /** The form as it is sent. */
  ApiBody body() {
    String tail = (file == null ? "" : END) + "--" + boundary + "--" + END;
    return new ApiBody(
        "multipart/form-data; boundary=" + boundary, head, file, Buffer.buffer(tail));
  }

  private Buffer begin(String name, String more) {
    return head.appendString("--" + boundary + END)
        .appendString("Content-Disposition: form-data; name=\"" + name + '"' + more + END);
  }

  /** As browsers write it (https://html.spec.whatwg.org/#multipart-form-data). */
  private static String quoted(String text) {
    return text.replace("\r", "%0D").replace("\n", "%0A").replace("\"", "%22");
  }
}
