package io.omnigate.gateway.api;

import io.omnigate.core.contact.EmailAddress;
import io.omnigate.core.error.Failure;
import io.omnigate.core.queue.TicketFilter;
import io.omnigate.core.ticket.Priority;
import io.omnigate.core.ticket.Status;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The filter that a request for tickets asks for. */
final class TicketQuery {
  private static final String ME = "me";

  private TicketQuery() {}

  /** The filter of {@code request}; {@code me} is who sends it. */
  static TicketFilter of(ApiRequest request) {
    return new TicketFilter(
        named(request.values("status"), Status::ofWire),
        named(request.values("priority"), Priority::ofWire),
        request.values("department"),
        request.values("channel"),
        request.text("assignee").map(value -> assignee(request, value)).orElse(null),
        request.text("q").map(String::strip).filter(words -> !words.isEmpty()).orElse(null));
  }

  /** The validator let only names through that exist. */
  private static <T> Set<T> named(Set<String> names, Function<String, Optional<T>> ofWire) {
    return names.stream().map(name -> ofWire.apply(name).orElseThrow()).collect(Collectors.toSet());
  }

  private static String assignee(ApiRequest request, String value) {
    if (value.equals(ME)) {
      return request.agent().email();
    }
    return value.equals(TicketFilter.UNASSIGNED)
        ? value
        : EmailAddress.normalise(value)
            .orElseThrow(
                () ->
                    new Failure(
                        Failure.Kind.BAD_REQUEST,
                        "invalid-parameter",
                        "assignee: give an agent's e-mail address, me or none",
                        Map.of("field", "assignee")));
  }
}
