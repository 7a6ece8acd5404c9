package io.omnigate.channels.form;

import io.omnigate.channels.http.Answer;
import io.omnigate.channels.http.Template;
import io.omnigate.core.error.Failure;
import io.omnigate.core.ticket.TicketId;
import io.vertx.ext.web.Router;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The hosted form and its thank-you page: plain HTML, no script. */
final class FormPages {
  private static final Template FORM = Template.load("/web/form/form.html");
  private static final Template THANKS = Template.load("/web/form/thanks.html");

  private final String channel;

  FormPages(String channel) {
    this.channel = channel;
  }

  void mount(Router router) {
    router.get("/forms/" + channel).handler(context -> empty().send(context.response()));
    router
        .get("/forms/" + channel + "/thanks")
        .handler(
            context -> thanks(context.request().getParam("ticket", "")).send(context.response()));
  }

  /** Where a browser is sent once its message is durable. */
  String thanksPath(Optional<TicketId> ticket) {
    return "/forms/" + channel + "/thanks" + ticket.map(id -> "?ticket=" + id).orElse("");
  }

  /** The form, with what was typed and what is wrong with it. */
  Answer again(Failure failure, Map<String, String> typed) {
    Map<String, String> values = new HashMap<>(typed);
    values.put("error", failure.detail());
    values.put("errorState", "shown");
    if (failure.more().get("field") instanceof String field) {
      values.put("invalid-" + field, "true");
    }
    return form(failure.kind().status(), values);
  }

  private Answer empty() {
    return form(200, Map.of("errorState", "hidden"));
  }

  private Answer form(int status, Map<String, String> values) {
    Map<String, String> all = new HashMap<>(values);
    all.put("channel", channel);
    return FORM.answer(status, all);
  }

  private Answer thanks(String ticket) {
    Map<String, String> values = new HashMap<>();
    values.put("channel", channel);
    TicketId.parse(ticket).ifPresent(id -> values.put("ticket", id.value()));
    values.put("ticketState", values.containsKey("ticket") ? "shown" : "hidden");
    return THANKS.answer(200, values);
  }
}
