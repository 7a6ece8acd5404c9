package io.omnigate.channels.email;

import io.omnigate.channels.Arrival;
import io.omnigate.channels.Channel;
import io.omnigate.channels.ChannelRequest;
import io.omnigate.channels.http.Answer;
import io.omnigate.core.error.Failure;
import io.omnigate.core.intake.Receipt;
import java.util.List;

/**
 * A mail provider that hands mail on wrapped in a form or in JSON: what all of them have in common.
 */
public interface MailRelay extends Channel {
  /** As many parts are read of a form that a mail is wrapped in. */
  int MAX_PARTS = 1_000;

  /** Its row of statuses. */
  RelayAnswers answers();

  @Override
  default int maxBody() {
    return MailReader.MAX_WRAPPED;
  }

  @Override
  default boolean spools() {
    return true;
  }

  @Override
  default int weight() {
    return MailReader.WEIGHT;
  }

  @Override
  default boolean answeredByMail() {
    return true;
  }

  @Override
  default Answer answer(ChannelRequest request, Arrival arrival, List<Receipt> receipts) {
    return answers().accepted(arrival, receipts);
  }

  @Override
  default Answer refuse(ChannelRequest request, Failure failure) {
    return answers().refused(failure);
  }
}
