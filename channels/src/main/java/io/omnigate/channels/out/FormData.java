package io.omnigate.channels.out;

import io.omnigate.core.intake.Attachment;
import io.vertx.core.buffer.Buffer;
import java.util.UUID;

/**
 * A {@code multipart/form-data} body (RFC 7578), whole in memory: its length is known, so that it
 * is not sent in chunks, which not every provider takes.
 */
public final class FormData {
  private static final String END = "\r\n";

  private final String boundary = "omnigate-" + UUID.randomUUID();
  private final Buffer body = Buffer.buffer();

  /** A field. */
  public FormData field(String name, String value) {
    begin(name, "").appendString(END).appendString(value).appendString(END);
    return this;
  }

  /** A file; its name and media type are data, and cannot add a line or a parameter. */
  public FormData file(String name, Attachment file) {
    begin(name, "; filename=\"" + quoted(file.name()) + '"')
        .appendString("Content-Type: " + quoted(file.mediaType()) + END + END)
        .appendBuffer(file.bytes())
        .appendString(END);
    return this;
  }

  /** The value of {@code Content-Type}. */
  public String contentType() {
    return "multipart/form-data; boundary=" + boundary;
  }

  /** The body; to be asked for once. */
  public Buffer bytes() {
    return body.appendString("--" + boundary + "--" + END);
  }

  private Buffer begin(String name, String more) {
    return body.appendString("--" + boundary + END)
        .appendString("Content-Disposition: form-data; name=\"" + name + '"' + more + END);
  }

  /** As browsers write it (https://html.spec.whatwg.org/#multipart-form-data). */
  private static String quoted(String text) {
    return text.replace("\r", "%0D").replace("\n", "%0A").replace("\"", "%22");
  }
}
