package io.omnigate.gateway.demo;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one made-up customer writes.
 *
 * @param channel the id of the demo's channel it comes by
 * @param lines the first opens the contact, the others follow; never empty
 */
record Story(
    String channel,
    @Nullable String name,
    @Nullable String email,
    @Nullable String phone,
    @Nullable String subject,
    @Nullable String priority,
    List<String> lines) {

  /** The name, or an empty text for somebody who gives none. */
  String nameOrEmpty() {
    return name == null ? "" : name;
  }
}
