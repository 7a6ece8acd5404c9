package io.omnigate.gateway.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import io.omnigate.core.SmtpPeer.Received;
import io.omnigate.core.TestSql;
import io.omnigate.gateway.TestGateway;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Files that an agent gives an answer, from the picker to the customer. */
class UploadPageTest extends BrowserTest {
  @Test
  void aFileIsSentAheadAndArrivesWithTheAnswer() {
    byte[] film = random(12 << 20);
    JsonObject mail = gateway.mail("upload@example.com", "Where is the film?", "<p>Please</p>");
    String id = mail.getString("ticket");
    Page page = open(id);
    int before = gateway.smtp().received().size();
    choose(page, new FilePayload("film one.mp4", "video/mp4", film));
    choose(page, new FilePayload("note", "", new byte[] {7}));
    assertThat(chips(page)).hasCount(2);
    field(page).fill("Here it is.");
    page.keyboard().press("Control+Enter");

    assertThat(entry(page, "Here it is.")).isVisible();
    assertThat(chips(page)).hasCount(0);
    assertThat(page.locator("omni-entry .file")).hasCount(2);
    JsonArray files = files(id);
    assertEquals("film one.mp4", files.getJsonObject(0).getString("name"));
    assertEquals("video/mp4", files.getJsonObject(0).getString("mediaType"));
    assertEquals("application/octet-stream", files.getJsonObject(1).getString("mediaType"));
    TestGateway.await("a mail", () -> gateway.smtp().received().size() > before);
    Received sent = gateway.smtp().received().getLast();
    String content = sent.content();
    int start = content.indexOf("\r\n\r\n", content.indexOf("filename=\"film one.mp4\"")) + 4;
    assertArrayEquals(
        film,
        Base64.getMimeDecoder().decode(content.substring(start, content.indexOf("\r\n--", start))));
  }

  @Test
  void sendingWaitsForAFileThatIsStillOnItsWay() {
    String id = gateway.chat("Slow File", "hello").getString("ticket");
    Page page = open(id);
    List<Route> held = new CopyOnWriteArrayList<>();
    page.route("**/api/uploads?**", held::add);
    choose(page, new FilePayload("slow.txt", "text/plain", new byte[] {1, 2}));
    assertThat(page.getByRole(AriaRole.PROGRESSBAR)).isVisible();
    field(page).fill("It follows.");
    page.keyboard().press("Control+Enter");
    assertThat(send(page)).isDisabled();
    assertThat(send(page)).containsText("Uploading");
    assertThat(entry(page, "It follows.")).hasCount(0);

    page.waitForCondition(() -> !held.isEmpty());
    held.getFirst().resume();
    assertThat(entry(page, "It follows.")).isVisible();
    assertEquals("slow.txt", files(id).getJsonObject(0).getString("name"));
  }

  @Test
  void aFileThatFailsIsToldAndTriedAgainByTheKeyboard() {
    String id = gateway.chat("Failing File", "hello").getString("ticket");
    Page page = open(id);
    AtomicBoolean failed = new AtomicBoolean();
    page.route(
        "**/api/uploads?**",
        route -> {
          if (failed.compareAndSet(false, true)) {
            route.abort();
          } else {
            route.resume();
          }
        });
    choose(page, new FilePayload("a.txt", "text/plain", new byte[] {1}));
    assertThat(chips(page)).containsText("not uploaded");
    field(page).fill("With a file.");
    page.keyboard().press("Control+Enter");
    assertThat(page.locator("omni-composer .complaint")).containsText("Not every file");
    assertThat(field(page)).hasValue("With a file.");

    Locator again = page.getByLabel("Upload a.txt again");
    again.focus();
    page.keyboard().press("Enter");
    assertThat(again).hasCount(0);
    field(page).focus();
    page.keyboard().press("Control+Enter");
    assertThat(entry(page, "With a file.")).isVisible();
    assertEquals(1, files(id).size());
  }

  @Test
  void aFileThatTheGatewayNoLongerHasIsUploadedOnceMore() {
    String id = gateway.chat("Old File", "hello").getString("ticket");
    Page page = open(id);
    choose(page, new FilePayload("a.txt", "text/plain", new byte[] {1}));
    assertThat(chips(page).locator("progress")).hasCount(0);
    TestSql.run(database, "DELETE FROM agent_upload");
    field(page).fill("A day later.");
    send(page).click();
    assertThat(page.locator("omni-ticket .banner.bad")).isVisible();
    page.getByLabel("Upload a.txt again").click();
    send(page).click();
    assertThat(entry(page, "A day later.")).isVisible();
    assertEquals(1, files(id).size());
  }

  @Test
  void whatIsTakenOutOrLeftBehindIsDropped() {
    String id = gateway.chat("Other File", "hello").getString("ticket");
    Page page = open(id);
    choose(page, new FilePayload("one.txt", "text/plain", new byte[] {1}));
    choose(page, new FilePayload("two.txt", "text/plain", new byte[] {2}));
    TestGateway.await("two uploads", () -> uploads(2));
    page.getByLabel("Remove one.txt").focus();
    page.keyboard().press("Enter");
    TestGateway.await("one upload", () -> uploads(1));
    page.navigate(gateway.url() + "/#/queue");
    TestGateway.await("no upload", () -> uploads(0));
  }

  @Test
  void whoGoesOnToTheNextTicketLeavesTheAnswerThatIsOnItsWayItsFile() {
    String id = gateway.chat("Two Tickets", "hello").getString("ticket");
    String other = gateway.chat("The Next One", "and me").getString("ticket");
    Page page = open(id);
    List<Route> held = new CopyOnWriteArrayList<>();
    page.route("**/replies", held::add);
    choose(page, new FilePayload("a.txt", "text/plain", new byte[] {1}));
    field(page).fill("It leaves later.");
    page.keyboard().press("Control+Enter");
    page.waitForCondition(() -> !held.isEmpty());
    page.navigate(gateway.url() + "/#/queue/" + other);
    assertThat(entry(page, "and me")).isVisible();
    assertThat(chips(page)).hasCount(0);

    held.getFirst().resume();
    page.waitForCondition(() -> uploads(0));
    assertEquals("a.txt", files(id).getJsonObject(0).getString("name"));
  }

  @Test
  void tooManyOrTooLargeFilesAreRefusedBeforeTheyLeave() {
    Page page = open(gateway.chat("Huge File", "hello").getString("ticket"));
    choose(page, new FilePayload("huge.bin", "", new byte[(25 << 20) + 1]));
    Locator complaint = page.locator("omni-composer .complaint");
    assertThat(complaint).containsText("25 MiB each");
    assertThat(chips(page)).hasCount(0);
  }

  /** Whether so many files wait for an answer. */
  private boolean uploads(int count) {
    return TestSql.ask(database, "SELECT count(*) = " + count + " FROM agent_upload").equals("t");
  }

  private Page open(String id) {
    return signedIn(gateway.url() + "/#/queue/" + id, new Browser.NewContextOptions());
  }

  private static void choose(Page page, FilePayload file) {
    page.locator("omni-composer input[type=file]").setInputFiles(file);
  }

  private static Locator chips(Page page) {
    return page.locator("omni-composer .file");
  }

  private static Locator send(Page page) {
    return page.locator("omni-composer button.primary");
  }

  private JsonArray files(String id) {
    return gateway.ticket(id).getJsonArray("thread").stream()
        .map(JsonObject.class::cast)
        .map(entry -> entry.getJsonArray("attachments", new JsonArray()))
        .filter(each -> !each.isEmpty())
        .findFirst()
        .orElseThrow();
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
