package io.omnigate.channels.meta;

import io.omnigate.core.config.Section;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * A message that Meta approved beforehand, by which a conversation is opened again
 * (https://developers.facebook.com/docs/whatsapp/cloud-api/guides/send-message-templates). It has
 * no places to fill: it asks the customer to write.
 *
 * @param name as in Meta's manager
 * @param language its code there, such as {@code en_US}
 */
record WhatsAppTemplate(String name, String language) {
  private static final String KEY = "template";

  /** Reads {@code template: { name, language }}; empty where it is left out. */
  static Optional<WhatsAppTemplate> read(Section section) {
    if (!section.has(KEY)) {
      return Optional.empty();
    }
    Section template = section.section(KEY);
    String name = template.text("name");
    String language = template.text("language");
    template.close();
    if (!name.matches("[a-z0-9_]{0,512}")) {
      template.mistake("name", "has to be small letters, digits and underscores");
    }
    if (!language.matches("([a-z]{2,3}(_[A-Z]{2})?)?")) {
      template.mistake("language", "has to be a code of Meta's, such as en or en_US");
    }
    return Optional.of(new WhatsAppTemplate(name, language));
  }

  JsonObject json() {
    return new JsonObject()
        .put("name", name)
        .put("language", new JsonObject().put("code", language));
  }

  /** What agents hear once it was sent. */
  String sent() {
    return "The customer wrote more than 24 hours ago, so that WhatsApp takes no answer. They were"
        + " sent the template "
        + name
        + " instead. Send the answer again once they have written.";
  }
}
