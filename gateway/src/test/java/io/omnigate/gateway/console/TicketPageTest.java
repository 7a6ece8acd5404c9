package io.omnigate.gateway.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Cookie;
import io.omnigate.gateway.api.Authenticator;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TicketPageTest extends BrowserTest {
  @Test
  void anAnswerMovesTheTicketHereAndInTheApi() {
    String id = gateway.chat("Lena Fischer", "Where is my parcel?").getString("ticket");
    Page page = open(id);
    assertThat(status(page)).hasText("new");

    field(page).fill("It is on its way.");
    page.locator("omni-composer button.primary").click();

    assertThat(entry(page, "It is on its way.")).isVisible();
    assertThat(status(page)).hasText("answered");
    assertThat(field(page)).hasValue("");
    assertThat(row(page, id)).hasCount(0);
    assertEquals("answered", gateway.ticket(id).getString("status"));
  }

  @Test
  void aNoteStaysInTheHouse() {
    String id = gateway.chat("Note Taker", "Please call me").getString("ticket");
    Page page = open(id);

    page.keyboard().press("i");
    field(page).fill("She is a reseller.");
    page.keyboard().press("Control+Enter");

    assertThat(entry(page, "She is a reseller.")).containsText("Internal note");
    assertThat(status(page)).hasText("new");
    JsonObject last = last(gateway.ticket(id));
    assertEquals("internal", last.getString("direction"));
  }

  @Test
  void aProvidersFileIsNamedAndAWithdrawnMessageIsFolded() {
    JsonObject file =
        new JsonObject(
            """
            {"type":"message","webhookEventId":"f","message":{"id":"1","type":"file",\
            "fileName":"bill.pdf","fileSize":22016}}""");
    String id = gateway.line(file).getString("ticket");
    gateway.line(
        new JsonObject(
            """
            {"type":"message","webhookEventId":"m","message":{"id":"2","type":"text",\
            "text":"my PIN is 1234"}}"""));
    Page page = open(id);
    assertThat(page.locator("omni-entry .file")).containsText("bill.pdf");
    assertThat(page.locator("omni-entry .file")).containsText("22 kB");
    Locator words =
        page.locator("omni-entry .text", new Page.LocatorOptions().setHasText("my PIN is 1234"));
    assertThat(words).isVisible();

    gateway.line(
        new JsonObject(
            """
            {"type":"unsend","webhookEventId":"w","unsend":{"messageId":"2"}}"""));

    assertThat(page.getByText("Withdrawn by the customer")).isVisible();
    assertThat(words).not().isVisible();
    assertThat(entry(page, "The customer withdrew a message")).isVisible();
  }

  @Test
  void aMessageThatAnswersAnEarlierOneSaysWhich() {
    String question =
        """
        {"type":"message","webhookEventId":"%s","message":{"id":"%s","type":"text","text":"%s"%s}}""";
    String id =
        gateway
            .line(new JsonObject(question.formatted("q", "41", "Blue or green?", "")))
            .getString("ticket");
    gateway.line(
        new JsonObject(question.formatted("a", "42", "The first.", ",\"quotedMessageId\":\"41\"")));

    assertThat(entry(open(id), "The first.")).containsText("In reply to: Blue or green?");
  }

  @Test
  void anEndedTicketLeadsToWhereItGoesOnAndBack() {
    JsonObject receipt = gateway.chat("Long Runner", "first question");
    String first = receipt.getString("ticket");
    gateway.transition(first, "resolve");
    gateway.transition(first, "close");
    String second = gateway.chatOn(receipt, "second question").getString("ticket");
    Page page = open(first);
    Locator link = page.locator("omni-ticket-head .meta a");
    assertThat(page.locator("omni-ticket-head .meta")).containsText("continued in");
    assertThat(link).hasText(second);

    link.click();
    assertThat(entry(page, "second question")).isVisible();
    assertThat(page.locator("omni-ticket-head .meta")).not().containsText("continued in");
    assertThat(page.locator("omni-ticket-head .meta")).containsText("follows");
    assertThat(link).hasText(first);
  }

  @Test
  void onlyLegalTransitionsAreOffered() {
    String id = gateway.chat("Legal Moves", "What may be done?").getString("ticket");
    Page page = open(id);

    for (String move : List.of("", "resolve", "close", "reopen", "spam", "delete")) {
      if (!move.isEmpty()) {
        gateway.transition(id, move);
      }
      JsonObject ticket = gateway.ticket(id);
      assertThat(status(page)).hasText(ticket.getString("status"));
      assertEquals(allowed(ticket), offered(page), "after " + move);
      boolean replyable = ticket.getBoolean("replyable");
      assertThat(page.getByRole(AriaRole.TAB)).hasCount(replyable ? 2 : 1);
    }
  }

  @Test
  void aTicketThatMovedOnIsToldAndNothingTypedIsLost() {
    JsonObject receipt = gateway.chat("Moved On", "first words");
    String id = receipt.getString("ticket");
    Page page = open(id);
    field(page).fill("An answer to the first words.");
    AtomicBoolean moved = new AtomicBoolean();
    page.route(
        "**/replies",
        route -> {
          if (moved.compareAndSet(false, true)) {
            gateway.chatOn(receipt, "second thoughts");
          }
          route.resume();
        });
    Locator send = page.locator("omni-composer button.primary");

    page.waitForResponse(answer -> answer.status() == 412, send::click);

    assertThat(page.locator("omni-ticket .banner.bad")).isVisible();
    assertThat(entry(page, "second thoughts")).isVisible();
    assertThat(field(page)).hasValue("An answer to the first words.");
    send.click();
    assertThat(entry(page, "An answer to the first words.")).isVisible();
    assertThat(status(page)).hasText("answered");
  }

  @Test
  void theEndOfTheThreadStaysInSightWhileAnAnswerGrows() {
    JsonObject receipt = gateway.chat("Long Story", "line\n".repeat(60));
    gateway.chatOn(receipt, "the last word");
    Page page = open(receipt.getString("ticket"));
    assertThat(entry(page, "the last word")).isInViewport();

    field(page).fill("an answer\n".repeat(12));

    assertThat(entry(page, "the last word")).isInViewport();
  }

  @Test
  void theOpenTicketFollowsWhatOthersDo() {
    JsonObject receipt = gateway.chat("Follow Me", "hello");
    String id = receipt.getString("ticket");
    Page page = open(id);
    Page colleague = blank(new Browser.NewContextOptions());
    colleague.navigate(gateway.url() + "/#/all/" + id);
    colleague.getByLabel("E-mail").fill(ConsoleGateway.COLLEAGUE);
    colleague.getByLabel("Password").fill(ConsoleGateway.PASSWORD);
    colleague.keyboard().press("Enter");

    assertThat(page.locator("omni-ticket-head .faces")).containsText("Ben Okafor");
    gateway.reply(id, "answered elsewhere");
    assertThat(entry(page, "answered elsewhere")).isVisible();
    assertThat(status(page)).hasText("answered");
    gateway.chatOn(receipt, "and one more thing");
    assertThat(entry(page, "and one more thing")).isVisible();
    assertThat(status(page)).hasText("open");
    colleague.keyboard().press("Escape");
    assertThat(page.locator("omni-ticket-head .faces")).hasCount(0);
  }

  @Test
  void whenTheSessionEndsSigningInLeadsBackToTheUnfinishedAnswer() {
    String id = gateway.chat("Session Ends", "hello").getString("ticket");
    Page page = open(id);
    field(page).fill("half an answ");

    gateway.endSession(sessionToken(page));
    assertThat(page.getByText("Your session is over")).isVisible();
    signIn(page);

    assertThat(field(page)).hasValue("half an answ");
    assertTrue(page.url().endsWith("/" + id), page.url());
  }

  private Page open(String id) {
    Page page = signedIn(gateway.url() + "/#/queue/" + id, new Browser.NewContextOptions());
    status(page).waitFor();
    return page;
  }

  private static String sessionToken(Page page) {
    return page.context().cookies().stream()
        .filter(cookie -> cookie.name.equals(Authenticator.COOKIE))
        .map((Cookie cookie) -> cookie.value)
        .findFirst()
        .orElseThrow();
  }

  private static Set<String> allowed(JsonObject ticket) {
    return ticket.getJsonArray("allowed").stream()
        .map(String.class::cast)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> offered(Page page) {
    @SuppressWarnings("unchecked")
    List<String> names =
        (List<String>)
            page.locator("omni-ticket-actions [data-action]")
                .evaluateAll("buttons => buttons.map(button => button.dataset.action)");
    return new TreeSet<>(names);
  }

  private static JsonObject last(JsonObject ticket) {
    return ticket.getJsonArray("thread").getJsonObject(ticket.getJsonArray("thread").size() - 1);
  }
}
