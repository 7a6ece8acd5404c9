package io.omnigate.gateway.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.omnigate.core.SmtpPeer.Step;
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
    page.waitForCondition(() -> gateway.smtp().received().size() == 1);
    assertEquals("ann@example.org", gateway.smtp().received().getFirst().to().getFirst());
  }
}
