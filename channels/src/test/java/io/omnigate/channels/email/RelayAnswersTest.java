package io.omnigate.channels.email;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.omnigate.channels.Arrival;
import io.omnigate.channels.http.Answer;
import io.omnigate.core.contact.VisitorId;
import io.omnigate.core.error.Failure;
import io.omnigate.core.intake.Receipt;
import io.omnigate.core.ticket.Status;
import io.omnigate.core.ticket.TicketId;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Walks the table of answers, and reads each of them as the relay does. */
class RelayAnswersTest {
  private static final Random RANDOM = new Random(1);
  private static final Receipt RECEIPT =
      new Receipt(
          TicketId.random(RANDOM),
          "01JD0000000000000000000000",
          VisitorId.random(RANDOM),
          Status.NEW,
          true,
          false);

  private enum Reading {
    ACCEPTED,
    DROPPED,
    AGAIN
  }

  /** What each relay's page says that it does with a status. */
  private static Reading reading(RelayAnswers relay, int status) {
    boolean accepted = status >= 200 && status < 300;
    return switch (relay) {
      case MAILGUN -> status == 200 ? Reading.ACCEPTED : dropped(status == 406);
      case POSTMARK -> status == 200 ? Reading.ACCEPTED : dropped(status == 403);
      case SENDGRID, SES -> accepted ? Reading.ACCEPTED : dropped(status < 500);
      case EMAIL ->
          accepted
              ? Reading.ACCEPTED
              : dropped(status < 500 && status != 401 && status != 408 && status != 429);
    };
  }

  private static Reading dropped(boolean yes) {
    return yes ? Reading.DROPPED : Reading.AGAIN;
  }

  private static int refused(RelayAnswers relay, Failure.Kind kind) {
    Answer answer = relay.refused(new Failure(kind, "code", "what is wrong"));
    assertEquals(answer.status(), new JsonObject(answer.body()).getInteger("status"));
    return answer.status();
  }

  private static int accepted(RelayAnswers relay, Receipt receipt) {
    Arrival none = new Arrival(List.of(), Map.of(), List.of(), Optional.empty());
    return relay.accepted(none, List.of(receipt)).status();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      useHeadersInDisplayName = true,
      textBlock =
          """
          relay    | new | again | malformed | too large | forged | GET | late | busy | ours | away
          EMAIL    | 201 | 200   | 400       | 413       | 401    | 405 | 408  | 429  | 500  | 503
          MAILGUN  | 200 | 200   | 406       | 406       | 401    | 405 | 408  | 429  | 500  | 503
          SENDGRID | 200 | 200   | 400       | 413       | 401    | 405 | 503  | 503  | 503  | 503
          POSTMARK | 200 | 200   | 403       | 403       | 401    | 405 | 408  | 429  | 500  | 503
          SES      | 200 | 200   | 400       | 413       | 401    | 405 | 503  | 503  | 503  | 503
          """)
  void eachRelayHasItsRow(
      RelayAnswers relay,
      int first,
      int again,
      int malformed,
      int tooLarge,
      int forged,
      int get,
      int late,
      int busy,
      int ours,
      int away) {
    assertEquals(first, accepted(relay, RECEIPT));
    assertEquals(again, accepted(relay, RECEIPT.again()));
    assertEquals(malformed, refused(relay, Failure.Kind.BAD_REQUEST));
    assertEquals(tooLarge, refused(relay, Failure.Kind.TOO_LARGE));
    assertEquals(forged, refused(relay, Failure.Kind.UNAUTHENTICATED));
    assertEquals(get, refused(relay, Failure.Kind.METHOD_NOT_ALLOWED));
    assertEquals(late, refused(relay, Failure.Kind.TIMEOUT));
    assertEquals(busy, refused(relay, Failure.Kind.TOO_MANY));
    assertEquals(ours, refused(relay, Failure.Kind.INTERNAL));
    assertEquals(away, refused(relay, Failure.Kind.UNAVAILABLE));
  }

  @ParameterizedTest
  @EnumSource
  void whatPassesIsSentAgainAndWhatDoesNotIsDropped(RelayAnswers relay) {
    assertEquals(Reading.ACCEPTED, reading(relay, accepted(relay, RECEIPT)));
    assertEquals(Reading.ACCEPTED, reading(relay, accepted(relay, RECEIPT.again())));
    for (Failure.Kind kind : Failure.Kind.values()) {
      Reading reading = reading(relay, refused(relay, kind));
      assertNotEquals(Reading.ACCEPTED, reading, kind::name);
      if (kind.retryable()) {
        assertEquals(Reading.AGAIN, reading, kind::name);
      } else if (kind != Failure.Kind.UNAUTHENTICATED && kind != Failure.Kind.METHOD_NOT_ALLOWED) {
        assertEquals(Reading.DROPPED, reading, kind::name);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"EMAIL", "MAILGUN", "POSTMARK"})
  void aWrongPasswordCostsNoMailWhereTheRelayTriesAgain(RelayAnswers relay) {
    assertEquals(Reading.AGAIN, reading(relay, refused(relay, Failure.Kind.UNAUTHENTICATED)));
  }
}
