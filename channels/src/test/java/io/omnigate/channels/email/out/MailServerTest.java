package io.omnigate.channels.email.out;

import static io.omnigate.channels.email.out.TestDeliveries.answer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.channels.TestFiles;
import io.omnigate.core.SmtpPeer.Step;
import io.omnigate.core.outbox.Delivery;
import io.omnigate.core.outbox.DeliveryOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a mail server does, and what becomes of the mail. */
class MailServerTest {
  private final MailRoute route = new MailRoute();

  @AfterEach
  void close() throws Exception {
    route.close();
  }

  @ParameterizedTest
  @CsvSource({
    "GREETING, 554 no service, Retry",
    "GREETING, drop, Retry",
    "GREETING, hang, Retry",
    "EHLO, 421 busy, Retry",
    "MAIL, 451 later, Retry",
    "MAIL, 550 no, Failed",
    "RCPT, 450 greylisted, Retry",
    "RCPT, 550 5.1.1 no such user, Failed",
    "RCPT, drop, Uncertain",
    "DATA, 452 full, Retry",
    "DATA, 554 no, Failed",
    "CONTENT, 451 4.3.0 later, Retry",
    "CONTENT, 554 5.6.0 spam, Failed",
    "CONTENT, drop, Uncertain",
  })
  void whatTheServerDoesIsWhatBecomesOfTheMail(Step step, String answer, String outcome)
      throws Exception {
    route.peer().at(step, answer);
    assertEquals(
        outcome, route.deliver(answer("Hello", null, List.of())).getClass().getSimpleName());
  }

  /** Long lines restart the time that a server may be silent; this one is never silent. */
  @Test
  void aMailThatFlowsTooSlowlyIsBrokenOffBeforeItsTimeIsOver() throws Exception {
    Duration patience = Duration.ofSeconds(21);
    route.peer().readSlowly();
    byte[] large = new byte[40_000_000];
    new Random(1).nextBytes(large);
    Delivery.File file = TestFiles.file("a.bin", "application/pdf", large);
    long began = System.nanoTime();
    DeliveryOutcome.Uncertain outcome =
        assertInstanceOf(
            DeliveryOutcome.Uncertain.class,
            route
                .courier("Support <support@example.com>", patience)
                .deliver(answer("See the file", null, List.of(file)))
                .toCompletionStage()
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS));
    assertTrue(outcome.reason().contains("broken off"), outcome.reason());
    assertTrue(System.nanoTime() - began >= patience.toNanos() * 11 / 12 - 1_000_000_000L);
    while (route.peer().connections() > 0) { // what had left already
      assertTrue(System.nanoTime() - began < TimeUnit.SECONDS.toNanos(120), "still open");
      Thread.sleep(50);
    }
    assertEquals(List.of(), route.received());
  }

  @Test
  void aServerThatIsNotThereIsTriedAgain() throws Exception {
    route.peer().close();
    assertInstanceOf(DeliveryOutcome.Retry.class, route.deliver(answer("Hello", null, List.of())));
  }

  @Test
  void theServersWordsReachTheAgent() throws Exception {
    route.peer().at(Step.RCPT, "550 5.1.1 no such user");
    DeliveryOutcome.Failed failed =
        assertInstanceOf(
            DeliveryOutcome.Failed.class, route.deliver(answer("Hello", null, List.of())));
    assertTrue(failed.reason().contains("no such user"), failed.reason());
  }
}
