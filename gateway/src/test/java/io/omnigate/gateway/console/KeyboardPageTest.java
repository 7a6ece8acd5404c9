package io.omnigate.gateway.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Keyboard;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class KeyboardPageTest extends BrowserTest {
  private static final Pattern TICKET = Pattern.compile(".*#/queue/[0-9A-Z]{5}-[0-9A-Z]{5}$");

  @Test
  void aTicketIsSolvedWithTheKeyboardAlone() {
    for (int i = 1; i <= 3; i++) {
      gateway.chat("Customer " + i, "question " + i);
    }
    List<String> queue = gateway.queue();
    Page page = blank(new Browser.NewContextOptions());
    page.navigate(gateway.url() + "/");
    page.getByLabel("E-mail").waitFor();
    Keyboard keys = page.keyboard();
    keys.type(ConsoleGateway.EMAIL);
    keys.press("Tab");
    keys.type(ConsoleGateway.PASSWORD);
    keys.press("Enter");
    assertThat(page.locator(".row")).hasCount(queue.size());

    keys.press("j");
    keys.press("j");
    keys.press("k");
    keys.press("j");
    keys.press("Enter");
    page.waitForURL(TICKET);
    assertTrue(page.url().endsWith(queue.get(1)), page.url());

    status(page).waitFor();
    keys.press("r");
    assertThat(field(page)).isFocused();
    keys.type("n, j and k are only letters here");
    keys.press("Control+Enter");
    assertThat(status(page)).hasText("answered");
    assertThat(field(page)).hasValue("");
    keys.press("Escape");
    keys.press("e");
    assertThat(status(page)).hasText("resolved");
    assertEquals("resolved", gateway.ticket(queue.get(1)).getString("status"));

    keys.press("Escape");
    assertThat(page.locator("omni-ticket")).hasCount(0);
    keys.press("n");
    page.waitForURL(TICKET);
    String taken = page.url().substring(page.url().lastIndexOf('/') + 1);
    assertEquals(
        ConsoleGateway.EMAIL, gateway.ticket(taken).getJsonObject("lease").getString("agent"));
  }

  @Test
  void aTicketCanBeSkippedWithAReason() {
    gateway.chat("Skip Me", "not for Ann");
    gateway.chat("Next Please", "for Ann");
    Page page = signedIn();
    page.keyboard().press("n");
    page.waitForURL(TICKET);
    String first = page.url();

    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Skip")).click();
    page.getByLabel("Reason").fill("needs a Norwegian speaker");
    page.keyboard().press("Enter");

    page.waitForURL(url -> !url.equals(first) && TICKET.matcher(url).matches());
    page.navigate(first);
    assertThat(entry(page, "needs a Norwegian speaker")).isVisible();
  }

  @Test
  void theHelpNamesTheShortcuts() {
    Page page = signedIn();

    page.keyboard().press("?");
    assertThat(page.getByRole(AriaRole.DIALOG)).containsText("Take the next ticket to solve");
    page.keyboard().press("Escape");
    assertThat(page.getByRole(AriaRole.DIALOG)).hasCount(0);
  }
}
