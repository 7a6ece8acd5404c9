package io.omnigate.channels.slack;

import io.omnigate.channels.ChannelRequest;
import io.omnigate.channels.Digests;
import io.omnigate.channels.WebhookChannel;
import io.omnigate.core.error.Failure;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;

/**
 * How Slack signs (https://docs.slack.dev/authentication/verifying-requests-from-slack/): {@code
 * v0=} and the hex HMAC-SHA256 of {@code v0:<timestamp>:<body>}. A timestamp more than five minutes
 * off is refused: the request may be an old one that somebody recorded.
 */
final class SlackSignature implements WebhookChannel.Proof {
  static final String HEADER = "X-Slack-Signature";
  static final String TIMESTAMP = "X-Slack-Request-Timestamp";

  private static final Duration SKEW = Duration.ofMinutes(5);

  private final String secret;

  SlackSignature(String secret) {
    this.secret = secret;
  }

  String sign(String timestamp, Buffer body) {
    Buffer signed = Buffer.buffer("v0:" + timestamp + ':').appendBuffer(body);
    return "v0=" + HexFormat.of().formatHex(Digests.hmacSha256(secret, signed.getBytes()));
  }

  @Override
  public void verify(ChannelRequest request) {
    String given = request.proof(HEADER);
    String timestamp = request.proof(TIMESTAMP);
    if (secret.isEmpty() || !recent(timestamp, request.receivedAt())) {
      throw refused(TIMESTAMP + " is more than five minutes off; set the clocks right");
    }
    if (!Digests.same(sign(timestamp, request.body()), given)) {
      throw refused(HEADER + " does not match the body under the channel's signingSecret");
    }
  }

  private static boolean recent(String timestamp, Instant now) {
    return timestamp.matches("[0-9]{1,12}")
        && Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), now)
                .abs()
                .compareTo(SKEW)
            <= 0;
  }

  private static Failure refused(String detail) {
    return new Failure(Failure.Kind.UNAUTHENTICATED, "not-authentic", detail);
  }
}
