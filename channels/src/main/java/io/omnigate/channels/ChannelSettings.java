package io.omnigate.channels;

import io.omnigate.core.config.Section;
import io.omnigate.core.ticket.Priority;
import java.util.List;
import java.util.stream.Stream;

/**
 * What every channel is configured with.
 *
 * @param id its key under {@code channels}
 * @param kind such as {@code email}
 * @param department takes what names none
 * @param priority of what names none
 * @param acknowledges whether customers who open a ticket hear of its ID by e-mail
 */
public record ChannelSettings(
    String id, String kind, String department, Priority priority, boolean acknowledges) {

  /** A channel that acknowledges nothing. */
  public ChannelSettings(String id, String kind, String department, Priority priority) {
    this(id, kind, department, priority, false);
  }

  /** Reads the settings; what is wrong is noted in the section. */
  public static ChannelSettings read(
      String id, String kind, Section section, ChannelContext context) {
    String first = context.departments().stream().findFirst().orElse("support");
    String department = section.textOr("department", first);
    if (!context.departments().contains(department)) {
      section.mistake("department", "names the department " + department + ", which is not set up");
    }
    List<String> names = Stream.of(Priority.values()).map(Priority::wire).toList();
    String priority = section.choice("priority", Priority.NORMAL.wire(), names);
    boolean acknowledges =
        section.choice("acknowledge", "false", List.of("false", "true")).equals("true");
    return new ChannelSettings(
        id, kind, department, Priority.ofWire(priority).orElse(Priority.NORMAL), acknowledges);
  }
}
