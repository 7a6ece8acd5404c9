package io.omnigate.channels.email.out;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.channels.TestFiles;
import io.omnigate.channels.TestServer;
import io.omnigate.core.SmtpPeer.Received;
import io.omnigate.core.SmtpPeer.Step;
import io.omnigate.core.outbox.Delivery;
import io.omnigate.core.outbox.DeliveryOutcome;
import io.omnigate.core.outbox.OutboxOptions;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of mails that are read while the mail leaves. */
class MailFilesTest {
  private static final int LARGE = 24 * 1024 * 1024 + 5;

  private final MailRoute route = new MailRoute();

  @AfterEach
  void close() throws Exception {
    route.close();
  }

  @Test
  void largeAndSmallFilesArriveByteByByteInTheirOrder() throws Exception {
    byte[] film = random(LARGE);
    byte[] picture = random(200_003);
    DeliveryOutcome outcome =
        deliver(
            slowly(TestFiles.file("film.mp4", "video/mp4", film)),
            slowly(TestFiles.file("empty.txt", "text/plain", new byte[0])),
            slowly(TestFiles.file("p.png", "image/png", picture, "cid-1")),
            slowly(TestFiles.file("one.bin", "application/octet-stream", random(1))));

    assertEquals(new DeliveryOutcome.Sent(List.of()), outcome);
    Received mail = route.received().getFirst();
    assertArrayEquals(film, file(mail, "film.mp4"));
    assertArrayEquals(picture, file(mail, "p.png"));
    assertArrayEquals(random(1), file(mail, "one.bin"));
    assertEquals(0, file(mail, "empty.txt").length);
    assertTrue(mail.content().lines().allMatch(line -> line.length() <= 998));
    assertTrue(mail.content().endsWith("--\r\n"));
  }

  /** The first slice, one in the middle, and the last one. */
  @ParameterizedTest
  @ValueSource(ints = {0, 40, 96})
  void aFileThatBreaksOffTakesTheMailWithItAndItIsTriedAgain(int slices) throws Exception {
    Delivery.File film = TestFiles.file("film.mp4", "video/mp4", random(LARGE));
    Delivery.File small = TestFiles.file("a.txt", "text/plain", random(10));

    DeliveryOutcome.Retry later =
        assertInstanceOf(
            DeliveryOutcome.Retry.class,
            deliver(small, TestFiles.broken(route.vertx(), film, slices), small));

    assertTrue(later.reason().contains("could not be read"), later.reason());
    TestServer.until(() -> route.peer().connections() == 0);
    assertEquals(List.of(), route.received());

    assertEquals(new DeliveryOutcome.Sent(List.of()), deliver(small, slowly(film)));
    assertArrayEquals(random(LARGE), file(route.received().getFirst(), "film.mp4"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 40})
  void aMailWithAFileThatWasPurgedNeverLeaves(int slices) throws Exception {
    Delivery.File film = TestFiles.file("film.mp4", "video/mp4", random(LARGE));
    assertEquals(
        new DeliveryOutcome.Failed("A file of it is no longer there."),
        deliver(TestFiles.purged(route.vertx(), film, slices)));
    TestServer.until(() -> route.peer().connections() == 0);
    assertEquals(List.of(), route.received());
  }

  @Test
  void aFileShorterThanItWasSaidToBeTakesTheMailWithIt() throws Exception {
    Delivery.File lying =
        new Delivery.File(
            "file",
            "a.bin",
            "application/pdf",
            1_000_000,
            null,
            (from, length) ->
                Future.succeededFuture(Buffer.buffer(from == 0 ? new byte[500_000] : new byte[0])));
    assertInstanceOf(DeliveryOutcome.Retry.class, deliver(lying));
    TestServer.until(() -> route.peer().connections() == 0);
    assertEquals(List.of(), route.received());
  }

  @Test
  void aMailThatTheServerRefusesLeavesItsFilesUnread() throws Exception {
    route.peer().at(Step.RCPT, "550 5.1.1 no such user");
    Delivery.File unread =
        TestFiles.broken(route.vertx(), TestFiles.file("a", "a/b", random(9)), 0);
    assertInstanceOf(DeliveryOutcome.Failed.class, deliver(unread));
  }

  /** With the ends of its lines, and not only its bytes and a third. */
  @Test
  void theServerIsToldNoLessThanWhatComes() throws Exception {
    route
        .peer()
        .script(
            (step, line) -> {
              if (step == Step.EHLO) {
                return "250-peer.example\r\n250 SIZE 40000000";
              }
              if (step == Step.MAIL) {
                announced = Integer.parseInt(line.replaceFirst(".* SIZE=", ""));
              }
              return null;
            });
    deliver(slowly(TestFiles.file("film.mp4", "video/mp4", random(LARGE))));
    int came = route.received().getFirst().content().length();
    assertTrue(announced >= came - 3_000, announced + " were announced, and " + came + " came");
    assertTrue(announced <= came + 3_000, announced + " were announced, and " + came + " came");
  }

  private volatile int announced;

  private Delivery.File slowly(Delivery.File file) {
    return TestFiles.slowly(route.vertx(), file);
  }

  private DeliveryOutcome deliver(Delivery.File... files) throws Exception {
    return route
        .courier("Support <support@example.com>", OutboxOptions.DEFAULTS.deadline())
        .deliver(TestDeliveries.answer("See the files", null, List.of(files)))
        .toCompletionStage()
        .toCompletableFuture()
        .get(60, TimeUnit.SECONDS);
  }

  /** The bytes of the file with such a name. */
  private static byte[] file(Received mail, String name) {
    String content = mail.content();
    int part = content.indexOf("name=\"" + name + '"');
    int blank = content.indexOf("\r\n\r\n", part);
    int end = content.indexOf("\r\n--", blank + 2);
    return Base64.getMimeDecoder().decode(content.substring(Math.min(blank + 4, end), end));
  }

  private static byte[] random(int size) {
    return TestServer.random(size).getBytes();
  }
}
