package io.omnigate.core.outbox;

import io.omnigate.core.ticket.Ticket;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Puts words around and to messages, in the contact's language, else the department's, else the
 * house's. What goes out without a person's hand repeats neither text nor name of the sender, and
 * an acknowledgement, or the question whether an address is right, not even the subject: with a
 * false sender it would carry anybody's words to anybody.
 */
public final class Wording implements UnaryOperator<Delivery> {
  /**
   * Two private characters that a caller may fill in for what it puts in afterwards: {@link
   * #around} takes them out of whatever it fills in by itself, such as a customer's name.
   */
  public static final String PUT_IN_LATER = "\uE000\uE001";

  private static final Pattern HELD_BACK = Pattern.compile('[' + PUT_IN_LATER + ']');

  /** What mail programs write before a subject they answer, in our languages and a few more. */
  private static final Pattern ANSWERED =
      Pattern.compile(
          "^(?:(?:re|aw|antw|sv|vs|fw|fwd|wg|odp|απ|σχετ|ats)(?:\\[\\d+])?\\s*:\\s*)+",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

  private static final Pattern TICKET = Pattern.compile("\\s*\\[[0-9A-Z]{5}-[0-9A-Z]{5}]");

  private final Templates templates;
  private final House house;
  private final ConfirmationLinks links;

  /**
   * What holds for everybody.
   *
   * @param language of those whose language is not known (ISO 639)
   * @param zone times are told in it
   * @param departments their names by their ids
   * @param departmentLanguages by the departments' ids, where they have one of their own
   */
  public record House(
      String language,
      ZoneId zone,
      Map<String, String> departments,
      Map<String, String> departmentLanguages) {}

  /** A wording. */
  public Wording(Templates templates, House house, ConfirmationLinks links) {
    this.templates = templates;
    this.house = house;
    this.links = links;
  }

  /** Puts words to what no person wrote; leaves an agent's answer as it is. */
  @Override
  public Delivery apply(Delivery delivery) {
    if (!delivery.purpose().automatic()) {
      return delivery;
    }
    Template.Filled filled = around(delivery, Map.of()).filled();
    Delivery.Content content = delivery.content();
    return new Delivery(
        delivery.message(),
        delivery.attempt(),
        delivery.purpose(),
        new Delivery.Content(
            filled.subject(),
            content.text().isEmpty() ? filled.body() : content.text(),
            content.html(),
            content.files()),
        delivery.about(),
        delivery.answered(),
        delivery.references());
  }

  /** A text in its language. */
  public record Worded(Template.Filled filled, Locale locale) {}

  /**
   * A message's template, filled.
   *
   * @param more values of places that only the caller knows: {@code text}, {@code quote}
   */
  public Worded around(Delivery delivery, Map<String, String> more) {
    Delivery.About about = delivery.about();
    Templates.Chosen chosen =
        templates.choose(
            delivery.purpose(),
            about.department(),
            languages(about.department(), about.languages()));
    Map<String, String> values = new HashMap<>();
    values.put("ticket", delivery.message().ticket().value());
    values.put(
        "department", house.departments().getOrDefault(about.department(), about.department()));
    values.put("expected", time(about.dueAt(), chosen.locale()));
    if (!delivery.purpose().repeatsNothing()) {
      values.put("subject", subject(about.subject()));
    }
    if (delivery.purpose() == Purpose.CONFIRMATION) {
      values.put("link", links.link(delivery.message(), chosen.locale().getLanguage()));
    }
    if (!delivery.purpose().automatic()) {
      Delivery.Received answered = delivery.answered();
      values.put("agent", about.author() == null ? "" : about.author());
      values.put("asked", answered == null ? "" : time(answered.at(), chosen.locale()));
      values.put("author", answered == null ? "" : author(answered));
    }
    values.replaceAll((place, value) -> HELD_BACK.matcher(value).replaceAll(""));
    values.putAll(more);
    return new Worded(chosen.template().fill(values), chosen.locale());
  }

  /** The body of an automatic message that is kept in the thread, such as a reminder. */
  public String body(Purpose purpose, Ticket ticket, List<String> languages) {
    String department = ticket.department();
    Template template =
        templates.choose(purpose, department, languages(department, languages)).template();
    Map<String, String> values =
        Map.of(
            "ticket",
            ticket.id().value(),
            "subject",
            subject(ticket.subject()),
            "department",
            house.departments().getOrDefault(department, department));
    return template.fill(values).body();
  }

  private List<String> languages(String department, List<String> wanted) {
    String own = house.departmentLanguages().getOrDefault(department, house.language());
    return Stream.concat(wanted.stream(), Stream.of(own, house.language())).toList();
  }

  private static String author(Delivery.Received answered) {
    String author = answered.author();
    return author == null ? "…" : author;
  }

  private String time(@Nullable Instant at, Locale locale) {
    return at == null
        ? ""
        : DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                .withLocale(locale)
                .withZone(house.zone())
                .format(at)
            + ' '
            + DateTimeFormatter.ofPattern("z", Locale.ROOT).withZone(house.zone()).format(at);
  }

  /** Without what earlier answers put around it. */
  private static String subject(String subject) {
    String bare = TICKET.matcher(subject.strip()).replaceAll("");
    return ANSWERED.matcher(bare).replaceFirst("").strip();
  }
}
