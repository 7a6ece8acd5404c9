package io.omnigate.gateway.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.omnigate.core.SmtpPeer.Step;
import io.omnigate.core.TestSql;
import org.junit.jupiter.api.Test;

class UndeliveredPageTest extends BrowserTest {
  @Test
  void anAnswerThatDidNotArriveSaysSoAndIsSentAgain() {
    String id =
        gateway.mail("Ann <ann@example.org>", "A door", "<p>Where is it?</p>").getString("ticket");
    gateway.smtp().at(Step.RCPT, "550 5.1.1 no such user");
    Page page = signedIn();
    page.navigate(gateway.url() + "/#/all/" + id);
    gateway.reply(id, "Behind the house.");

    Locator answer = entry(page, "Behind the house.");
    assertThat(answer).containsText("It did not arrive");
    assertThat(entry(page, "no such user")).isVisible();

    page.reload();
    assertThat(answer).containsText("Not delivered");

    gateway.smtp().script((step, line) -> null);
    answer.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Send again")).click();
    assertThat(answer).not().containsText("It did not arrive");
    assertThat(entry(page, "A message is sent again")).isVisible();
    page.waitForCondition(() -> arrivedAt("ann@example.org"));
  }

  @Test
  void whereNoAnswerCanGoItIsSaidBesideTheNote() {
    String id =
        gateway.mail("Cy <cy@[127.0.0.1]>", "A key", "<p>Whose is it?</p>").getString("ticket");
    Page page = signedIn();
    page.navigate(gateway.url() + "/#/all/" + id);
    Locator composer = page.locator("omni-composer");
    assertThat(composer).containsText("No answer can be sent: ");
    assertThat(composer.getByRole(AriaRole.TAB)).hasText(new String[] {"Note"});
    field(page).fill("Called, nobody there");
    page.keyboard().press("Control+Enter");
    assertThat(entry(page, "Called, nobody there")).isVisible();
  }

  private boolean arrivedAt(String address) {
    return gateway.smtp().received().stream().anyMatch(mail -> mail.to().contains(address));
  }

  @Test
  void anAnswerThatIsTriedAgainSaysWhyAndWhen() {
    String id =
        gateway.mail("Bo <bo@example.org>", "A gate", "<p>Which way?</p>").getString("ticket");
    gateway.smtp().at(Step.RCPT, "451 4.3.0 mailbox busy");
    Page page = signedIn();
    page.navigate(gateway.url() + "/#/all/" + id);
    gateway.reply(id, "To the left.");

    Locator answer = entry(page, "To the left.");
    assertThat(answer).containsText("Not sent yet, next try in");
    assertThat(answer).containsText("mailbox busy");

    gateway.smtp().script((step, line) -> null);
    TestSql.run(database, "UPDATE outbox SET next_attempt_at = now() WHERE outcome IS NULL");
    assertThat(answer).not().containsText("Not sent yet");
    assertThat(answer).not().containsText("elivered");
    page.waitForCondition(() -> arrivedAt("bo@example.org"));
  }
}
