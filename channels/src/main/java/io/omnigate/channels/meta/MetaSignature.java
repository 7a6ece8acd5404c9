package io.omnigate.channels.meta;

import io.omnigate.channels.BodySignature;
import io.omnigate.channels.Digests;
import io.vertx.core.buffer.Buffer;

/**
 * The signature of Meta's webhooks
 * (https://developers.facebook.com/docs/messenger-platform/webhooks#validate-payloads): {@code
 * sha256=} and the hex HMAC-SHA256 of the raw body under the app secret. Over the raw bytes: Meta
 * signs JSON in which unicode is escaped, so the same JSON written anew has another signature.
 */
public final class MetaSignature {
  /** The header that carries it. */
  public static final String HEADER = "X-Hub-Signature-256";

  static final BodySignature FORM =
      new BodySignature(HEADER, Digests.Hmac.SHA256, BodySignature.Encoding.HEX, "sha256=");

  private MetaSignature() {}

  /** The header's value for {@code body}. */
  public static String sign(String appSecret, Buffer body) {
    return FORM.sign(appSecret, body);
  }
}
