package io.omnigate.bench.load;

import io.omnigate.core.ticket.TicketId;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What an answer says of the message it is for, read from its JSON.
 *
 * @param ticket the ticket ID; its check symbol is right
 * @param message the message's ULID
 * @param session the chat's session token; empty on other channels
 */
public record Receipt(
    String ticket, String message, boolean created, boolean duplicate, String session) {
  private static final int ULID = 26;

  /**
   * Reads the first receipt in {@code body}. Only its members are looked for; a whole JSON parser
   * would cost as much as all the rest of the driver.
   *
   * @return empty where a member is missing or not what it has to be
   */
  public static Optional<Receipt> read(byte[] body, int from, int to) {
    String json = new String(body, from, to - from, StandardCharsets.ISO_8859_1);
    String ticket = text(json, "\"ticket\":");
    String message = text(json, "\"message\":");
    Optional<Boolean> created = flag(json, "\"created\":");
    Optional<Boolean> duplicate = flag(json, "\"duplicate\":");
    boolean sound =
        TicketId.parse(ticket).filter(id -> id.value().equals(ticket)).isPresent()
            && message.length() == ULID
            && created.isPresent()
            && duplicate.isPresent();
    return sound
        ? Optional.of(
            new Receipt(
                ticket, message, created.get(), duplicate.get(), text(json, "\"session\":")))
        : Optional.empty();
  }

  /** Whether both say the same, save for being a repeat. */
  public boolean sameAs(Receipt other) {
    return ticket.equals(other.ticket) && message.equals(other.message) && created == other.created;
  }

  private static String text(String json, String name) {
    int at = valueOf(json, name);
    if (at < 0 || at >= json.length() || json.charAt(at) != '"') {
      return "";
    }
    int end = json.indexOf('"', at + 1);
    return end < 0 ? "" : json.substring(at + 1, end);
  }

  private static Optional<Boolean> flag(String json, String name) {
    int at = valueOf(json, name);
    if (at >= 0 && json.startsWith("true", at)) {
      return Optional.of(true);
    }
    return at >= 0 && json.startsWith("false", at) ? Optional.of(false) : Optional.empty();
  }

  private static int valueOf(String json, String name) {
    int at = json.indexOf(name);
    if (at < 0) {
      return -1;
    }
    at += name.length();
    while (at < json.length() && json.charAt(at) == ' ') {
      at++;
    }
    return at;
  }
}
