package io.omnigate.channels.ses;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A topic that may send, and the one host that speaks for it
 * (https://docs.aws.amazon.com/general/latest/gr/sns.html).
 *
 * @param host of the SNS API in the topic's region
 */
record SnsTopic(String arn, String host) {
  private static final Pattern ARN =
      Pattern.compile(
          "arn:(aws|aws-cn|aws-us-gov):sns:([a-z0-9-]{1,30}):[0-9]{12}:[A-Za-z0-9_.-]{1,260}");

  /** A certificate's name, without which no other file of the host is asked for. */
  private static final Pattern CERTIFICATE =
      Pattern.compile("/(SimpleNotificationService-[0-9a-f]{32}\\.pem)");

  /** The topic named by an ARN, or empty where it is none of SNS'. */
  static Optional<SnsTopic> of(String arn) {
    Matcher parts = ARN.matcher(arn);
    if (!parts.matches()) {
      return Optional.empty();
    }
    String end = parts.group(1).equals("aws-cn") ? ".amazonaws.com.cn" : ".amazonaws.com";
    return Optional.of(new SnsTopic(arn, "sns." + parts.group(2) + end));
  }

  /** The file that a SigningCertURL names, where it is a certificate on this topic's own host. */
  Optional<String> certificate(String url) {
    String prefix = "https://" + host;
    if (!url.startsWith(prefix)) {
      return Optional.empty();
    }
    Matcher path = CERTIFICATE.matcher(url.substring(prefix.length()));
    return path.matches() ? Optional.of(path.group(1)) : Optional.empty();
  }
}
