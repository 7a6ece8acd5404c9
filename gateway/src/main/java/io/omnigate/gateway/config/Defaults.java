package io.omnigate.gateway.config;

import java.util.List;
import java.util.Map;

/**
 * What stands in for the sections a configuration leaves out, with secrets made once and kept: a
 * gateway without any configuration takes mail, chats and forms.
 */
final class Defaults {
  /** The department there is where none is named. */
  static final String DEPARTMENT = "support";

  private static final String MAIL_TOKEN = "mail.token";
  private static final String SIGNING_SECRET = "secret";
  private static final int SECRET_BYTES = 32;

  private final Secrets secrets;

  Defaults(Secrets secrets) {
    this.secrets = secrets;
  }

  Map<String, Object> departments() {
    return Map.of(DEPARTMENT, Map.of("name", "Support"));
  }

  Map<String, Object> channels() {
    return Map.of(
        "mail", Map.of("kind", "email", "token", secrets.get(MAIL_TOKEN, SECRET_BYTES)),
        "chat", Map.of("kind", "chat"),
        "form", Map.of("kind", "form", "origins", List.of("*")));
  }

  String secret() {
    return secrets.get(SIGNING_SECRET, SECRET_BYTES);
  }
}
